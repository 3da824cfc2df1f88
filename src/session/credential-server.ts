import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { serveLoopback } from '../network/loopback-server.ts'

// A bundle of its own, loaded when a program is to be served: nothing but types of ours from here,
// and what is no class.

/** An answer with keys in it, or why there are none, in words for people. */
export type ServerResponse =
  | { readonly keys: Readonly<Record<string, string>> }
  | { readonly refusal: string }

/** For a program that sends no token: what it is answered, and somebody to be told of it. */
export interface MissingToken {
  readonly message: string
  tell(): void
}

export interface CredentialServer {
  readonly url: string
  /** Whoever has it gets the keys. */
  readonly token: string
  /** Drops every connection at once. */
  close(): void
}

/**
 * Hands out keys as the endpoint of a container does, on a free port of 127.0.0.1, to whoever sends
 * the token.
 *
 * Unlike the pages for a browser, it asks for no user: the token is on no command line, and whoever has
 * it was handed it, such as a program that `sudo -u` runs as another user or a container of this network.
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
      // Whoever looks at what the ports of this machine serve is no program of ours.
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
          : // SDKs try again at 5xx, and show what is in this one.
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
 * A page in a browser reaches this server only by a name of its own that leads to 127.0.0.1 (DNS
 * rebinding), and a request by such a name has the name as its Host. The AWS CRT sends the address
 * without the port.
 */
function isFromHere({ headers: { host: asked, origin } }: IncomingMessage, host: string): boolean {
  return (asked === host || asked === '127.0.0.1') && origin === undefined
}

/** Hashes are of one length, and take as long to compare whatever is in them. */
function isAuthorized({ headers: { authorization = '' } }: IncomingMessage, token: string) {
  return timingSafeEqual(hash(authorization), hash(token))
}

const hash = (text: string) => createHash('sha256').update(text).digest()
