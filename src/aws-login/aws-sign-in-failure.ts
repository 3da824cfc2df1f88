import type { Profile } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { startOf } from '../model/start-of.ts'
import { awsSignIn } from '../network/called-service.ts'
import { transportFailure } from '../network/transport-failure.ts'

/** A failure that may be temporary, while the keys of the sign-in are still valid for some minutes. */
export class NotNowError extends AssumeError {}

/** A call of AWS Sign-In that failed, for messages. */
export interface FailedCall {
  /** `CreateOAuth2Token` */
  readonly what: string
  /** A URL, or `AWS Sign-In in eu-west-1`. */
  readonly host: string
  readonly profile: Profile
  /** `profile "bob"`. */
  readonly whose: string
  readonly region: string
  /** `assume login bob`. */
  readonly loginCommand: string
  /** Sent values that messages must not contain if the response repeats them. */
  readonly secrets: readonly string[]
}

/** The errors for OAuth's codes. `words` is AWS's message. */
export type Causes = ReadonlyMap<string, (call: FailedCall, words: string) => AssumeError>

/** The error for a failed call: our description, AWS's message and the next step. It contains no secret. */
export function signInFailure(error: unknown, call: FailedCall, causes: Causes): AssumeError {
  if (error instanceof AssumeError) return error
  const refusal = refusalIn(error)
  if (!refusal) return mayPass(transportFailure(error, call, awsSignIn))
  const { code, status } = refusal
  const words = refusalText(refusal, call)
  const failure = new AssumeError(`${call.what} failed: ${words}`)
  if (status === 429 || status >= 500) return mayPass(failure)
  return causes.get(code)?.(call, words) ?? failure
}

const mayPass = ({ message, hints }: AssumeError) => new NotNowError(message, hints)

interface Refusal {
  /** OAuth's code, such as `TOKEN_EXPIRED`; else the name of the error. */
  readonly code: string
  readonly message: string
  readonly status: number
}

/** AWS's parsers set `$fault` and the other fields of the response on the error. */
function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof Error && '$fault' in error)) return undefined
  const { error: oauth, $metadata: metadata } = error as {
    error?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  const code = typeof oauth === 'string' && oauth ? oauth : error.name
  if (/^(Error|Unknown|UnknownError)$/.test(code)) return undefined
  // AWS's parsers use this message if the response has none.
  const message = error.message === 'UnknownError' ? '' : error.message
  return { code, message, status: metadata?.httpStatusCode ?? 0 }
}

/** A server can repeat what was sent, and send a text of any length. */
function refusalText({ code, message }: Refusal, { secrets }: FailedCall): string {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message)
  const words = startOf(clean.trim(), 500) || 'without a word why'
  return `${words} (${startOf(code, 100)})`
}
