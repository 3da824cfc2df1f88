import { AssumeError, NeedsPersonError } from '../model/errors.ts'
import { startOf } from '../model/start-of.ts'
import { awsSignIn } from '../network/called-service.ts'
import { transportFailure } from '../network/transport-failure.ts'

/** A failure that may be temporary, while the keys of the sign-in are still valid for some minutes. */
export class NotNowError extends AssumeError {}

/** A sign-in whose renewal failed, for messages. */
export interface FailedRenewal {
  readonly what: string
  /** A URL, or `AWS Sign-In in eu-west-1`. */
  readonly host: string
  /** `profile "bob"`. */
  readonly whose: string
  readonly region: string
  /** `aws login --profile bob`. */
  readonly loginCommand: string
  readonly refreshToken: string
}

/** The error for a failed renewal: our description, AWS's message and the next step. It contains no token. */
export function signInFailure(error: unknown, renewal: FailedRenewal): AssumeError {
  if (error instanceof AssumeError) return error
  const refusal = refusalIn(error)
  if (!refusal) return mayPass(transportFailure(error, renewal, awsSignIn))
  const { code, status } = refusal
  const words = refusalText(refusal, renewal)
  const failure = new AssumeError(`${renewal.what} failed: ${words}`)
  if (status === 429 || status >= 500) return mayPass(failure)
  return causes.get(code)?.(renewal, words) ?? failure
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

/** A server can repeat the rejected token and send a text of any length. */
function refusalText({ code, message }: Refusal, { refreshToken }: FailedRenewal): string {
  const words = startOf(message.replaceAll(refreshToken, '…').trim(), 500) || 'without a word why'
  return `${words} (${startOf(code, 100)})`
}

type FailureOf = (renewal: FailedRenewal, words: string) => AssumeError

const isOver: FailureOf = ({ whose, loginCommand }, words) =>
  new NeedsPersonError(`the sign-in of ${whose} has expired: ${words}`, [loginCommand])

/** https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html */
const causes: ReadonlyMap<string, FailureOf> = new Map([
  ['TOKEN_EXPIRED', isOver],
  ['USER_CREDENTIALS_CHANGED', isOver],
  [
    'INSUFFICIENT_PERMISSIONS',
    ({ whose }, words) =>
      new AssumeError(`AWS does not allow ${whose} to renew its sign-in: ${words}`, [
        'it needs signin:CreateOAuth2Token, which the policy SignInLocalDevelopmentAccess allows',
      ]),
  ],
  [
    // AWS also returns this code for a sign-in that was made in another region.
    'INVALID_REQUEST',
    ({ whose, loginCommand, region }, words) =>
      new NeedsPersonError(`AWS rejects the sign-in of ${whose}: ${words}`, [
        `it was asked in ${region}; a sign-in can be renewed only in its own region, which must be the region of the profile`,
        loginCommand,
      ]),
  ],
])
