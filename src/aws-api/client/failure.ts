/** A failed attempt of a call, with all that decides what comes next. */
export interface Failure {
  readonly error: unknown
  /** The error is a response of the service, or of something in its place. */
  readonly isAnswer: boolean
  /** What another attempt may get over. Absent if it would fail in the same way. */
  readonly passing?: Passing | undefined
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number | undefined
}

/**
 * `skewed`: AWS refused the time of the signature, and the next attempt is signed with the time of
 * AWS.
 */
export type Passing = 'throttled' | 'transient' | 'skewed'

/** The lists are those of the AWS SDKs: `@smithy/core/retry`, service-error-classification. */
const throttling: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
])

const transient: ReadonlySet<string> = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
])

const transientStatus: ReadonlySet<number> = new Set([500, 502, 503, 504])

const ofConnection: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** Codes of AWS that a wrong clock of this machine can have. */
const ofClock: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

/** The fields of an error of AWS's parsers. */
interface ServiceError {
  readonly name?: string
  readonly code?: unknown
  readonly $retryable?: { readonly throttling?: boolean }
}

/** @param hasWrongTime the signature has a time that AWS does not accept. */
export function passingAnswer(
  { name = '', $retryable }: ServiceError,
  status: number,
  hasWrongTime: boolean,
): Passing | undefined {
  if (hasWrongTime && ofClock.has(name)) return 'skewed'
  if (status === 429 || throttling.has(name) || $retryable?.throttling) return 'throttled'
  const isTransient = transientStatus.has(status) || transient.has(name) || $retryable !== undefined
  return isTransient ? 'transient' : undefined
}

/** What a connection failed with. A failure of a proxy has a code of its own and is not retried. */
export function passingDisconnection({ name = '', code }: ServiceError): Passing | undefined {
  const passes = transient.has(name) || (typeof code === 'string' && ofConnection.has(code))
  return passes ? 'transient' : undefined
}
