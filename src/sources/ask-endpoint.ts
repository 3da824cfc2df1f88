import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { verified } from '../network/verified.ts'

// This file loads Node's HTTP, which few need, and is a bundle of its own: import it where called,
// and nothing but types of ours from here.

/** AWS's own answers take a kilobyte. In bytes. */
const longestAnswer = 1_000_000

/** In characters. */
const longestFailure = 4_000

export interface Question {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Through a proxy, or with certificates of one's own. */
  readonly agent?: Agent
  /** Certificates to trust, in PEM, where there is no agent. */
  readonly ca?: string | undefined
  /** The body of a failed answer is wanted too. */
  readonly wantsFailure?: true
}

export interface EndpointResponse {
  readonly status: number
  /** For all but a 200 empty, or its beginning if that is wanted. */
  readonly body: string
}

/**
 * One request, without an agent straight to where it goes. No redirect is followed.
 *
 * @throws what Node throws, or an Error with the code `too long`.
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

/** What has come of it when it fails or the time is over: the status is known already. */
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
  const { method, url, headers, body, agent = false, ca } = question
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // An agent of its own: the global one may be told of a proxy by the environment.
    request(url, { method, headers, signal, agent, ...(ca !== undefined && { ca }), ...verified })
      .on('response', resolve)
      .on('error', reject)
      .end(body)
  })
}
