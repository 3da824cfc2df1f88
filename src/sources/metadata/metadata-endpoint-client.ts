import { failureText } from '../../aws-api/failure-text.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { trustedCertificates } from '../../network/node-trust.ts'
import type { Question } from './ask-endpoint.ts'

/** A local endpoint that serves the keys of the instance or the container. */
export interface MetadataEndpointClient {
  /** Description for messages: `the metadata of this EC2 instance`. */
  readonly place: string
  /** The URL for messages, without the path, which can be a secret. */
  readonly shown: string
  readonly attempts: number
  /** The timeout of one attempt. */
  deadline(): AbortSignal
  /** The next steps after a failed response; the status is undefined if there was no response. */
  hints(status: number | undefined, text: string | undefined, url: string): readonly string[]
}

/**
 * The body of the response. A lost connection and a busy server are retried, up to `attempts`.
 *
 * @throws AssumeError with the message of a failed response, without anything that was sent.
 */
export async function bodyFrom(
  endpoint: MetadataEndpointClient,
  question: Question,
  env: Environment,
): Promise<string> {
  const { askEndpoint } = await import('./ask-endpoint.ts')
  const trust = question.url.startsWith('https:') ? await trustedCertificates(env) : undefined
  for (let left = endpoint.attempts - 1; ; left--) {
    const deadline = endpoint.deadline()
    try {
      const asked = { ...question, ...(trust && { trust }), wantsFailure: true } as const
      const { status, body } = await askEndpoint(asked, deadline)
      if (status === 200) return body
      if (left > 0 && mayPass(status)) continue
      const text = failureText(body, Object.values(question.headers))
      const why = text === undefined ? statusText(status) : `${statusText(status)}: ${text}`
      throw noKeysFrom(endpoint, why, endpoint.hints(status, text, question.url))
    } catch (error) {
      if (error instanceof AssumeError) throw error
      const code = deadline.aborted ? 'in time' : failureCode(error)
      if (left > 0 && code !== 'too long') continue
      throw noKeysFrom(
        endpoint,
        words[code] ?? `no answer (${code})`,
        endpoint.hints(undefined, undefined, question.url),
      )
    }
  }
}

export function noKeysFrom(
  { place, shown }: Pick<MetadataEndpointClient, 'place' | 'shown'>,
  why: string,
  hints: readonly string[],
): AssumeError {
  return new AssumeError(`no keys from ${place} (${shown}): ${why}`, hints)
}

const mayPass = (status: number) => status === 429 || status >= 500

const statusText = (status: number) =>
  status >= 300 && status < 400
    ? `it sends us elsewhere (HTTP ${status}), where assume does not go`
    : `it refuses (HTTP ${status})`

/** The keys are Node's codes of socket errors. */
const words: Readonly<Record<string, string>> = {
  'in time': 'timed out; no answer in time',
  'too long': 'the answer is too long to be one',
  ECONNREFUSED: 'connection refused; nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host was not found; is there a network?',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
}

function failureCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
