import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { serveLoopback } from '../network/loopback-server.ts'

// Import this file on demand: it loads Node's HTTP server.

/** A response with credentials, or the reason that there are none, as shown to the user. */
export type ServerResponse =
  | { readonly keys: Readonly<Record<string, string>> }
  | { readonly refusal: string }

/** The response to a request without a token, and a callback that reports the request. */
export interface MissingToken {
  readonly message: string
  tell(): void
}

export interface CredentialServer {
  readonly url: string
  /** Any program that has the token gets the credentials. */
  readonly token: string
  /** Closes every connection at once. */
  close(): void
}

/**
 * Serves credentials as the container credentials endpoint does, on a free port of 127.0.0.1, to any
 * program that sends the token.
 *
 * Unlike the pages for a browser, this server does not check the user of the peer. The token is in no
 * command line, and a program that has it may run as another user (`sudo -u`) or in a container of this
 * network.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function serveCredentials(
  answer: () => Promise<ServerResponse>,
  missingToken: MissingToken,
): Promise<CredentialServer> {
  const token = randomBytes(32).toString('base64url')
  const { host, close } = await serveLoopback((request, response, host) => {
    const send = (status: number, body: object) => {
      response.writeHead(status, headers).end(JSON.stringify(body))
    }
    const refuse = (status: number, Code: string, Message: string) =>
      send(status, { Code, Message })
    if (!isFromHere(request, host)) {
      return refuse(403, 'Forbidden', 'this is for programs on this machine')
    }
    const asksForKeys = request.method === 'GET' && request.url === path
    if (!request.headers.authorization) {
      // A port scanner requests other paths, so only a request for the credentials is reported.
      if (asksForKeys) missingToken.tell()
      return refuse(401, 'Unauthorized', missingToken.message)
    }
    if (!isAuthorized(request, token)) return refuse(401, 'Unauthorized', 'the token is wrong')
    if (!asksForKeys) {
      return refuse(404, 'NotFound', 'there are keys here, and nothing else')
    }
    answer().then(
      (given) =>
        'keys' in given
          ? send(200, given.keys)
          : // SDKs retry a 5xx response. They show the message of a 400 response.
            refuse(400, 'CredentialsUnavailable', given.refusal),
      () => refuse(500, 'InternalError', 'assume failed to get the keys'),
    )
  })
  return { url: `http://${host}${path}`, token, close }
}

const path = '/credentials'

const headers = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  Connection: 'close',
}

/**
 * A web page can reach this server only through a DNS name that resolves to 127.0.0.1 (DNS rebinding). The
 * Host header of that request contains the name. The AWS CRT sends the address without the port.
 */
function isFromHere({ headers: { host: asked, origin } }: IncomingMessage, host: string): boolean {
  return (asked === host || asked === '127.0.0.1') && origin === undefined
}

/** Hashes have one length, so the comparison takes the same time for every input. */
function isAuthorized({ headers: { authorization = '' } }: IncomingMessage, token: string) {
  return timingSafeEqual(hash(authorization), hash(token))
}

const hash = (text: string) => createHash('sha256').update(text).digest()
