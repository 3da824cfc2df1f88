import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Trust } from '../../network/node-trust.ts'
import { verified } from '../../network/verified.ts'

// Import this file on demand: it loads Node's HTTP module, which few runs need.

/** Bytes. AWS's responses have about one kilobyte. */
const longestAnswer = 1_000_000

/** Characters. */
const longestFailure = 4_000

export interface Question {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Present for a proxy or for custom certificates. */
  readonly agent?: Agent
  /** The trusted certificates, if there is no agent. */
  readonly trust?: Trust
  /** Return the body of a failed response too. */
  readonly wantsFailure?: true
}

export interface EndpointResponse {
  readonly status: number
  /** Empty unless the status is 200. With `wantsFailure`, the beginning of the body. */
  readonly body: string
}

/**
 * Sends one request, directly if there is no agent. Redirects are not followed.
 *
 * @throws the error of Node, or an Error with the code `too long`.
 */
export async function askEndpoint(
  question: Question,
  signal: AbortSignal,
): Promise<EndpointResponse> {
  const response = await send(question, signal)
  const { statusCode: status = 0 } = response
  if (status !== 200) {
    const body = question.wantsFailure ? await beginningOf(response) : ''
    response.destroy()
    return { status, body }
  }
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longestAnswer) throw Object.assign(new Error(), { code: 'too long' })
  }
  return { status, body: Buffer.concat(chunks).toString('utf8') }
}

/** Returns the received part if the connection fails or times out, because the status is already known. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  let body = ''
  try {
    for await (const chunk of response) {
      body += chunk
      if (body.length > longestFailure) break
    }
  } catch {
    return body
  }
  return body
}

function send(question: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, url, headers, body, agent = false, trust } = question
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // A separate agent, because the environment can configure a proxy for the global one.
    request(url, { method, headers, signal, agent, ...trust, ...verified })
      .on('response', resolve)
      .on('error', reject)
      .end(body)
  })
}
