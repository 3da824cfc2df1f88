/** A fault that the stand-in injects into one request. */
export type Fault =
  | { readonly kind: 'none' }
  /** Sends the correct response after a delay. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Accepts the request and sends no response. */
  | { readonly kind: 'hang' }
  /** Closes the connection without a response. */
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'refuse'
      readonly status: number
      readonly code: string
      readonly message: string
    }
  /** Sends this response. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /**
   * Sends the correct response with these XML elements replaced. An undefined value removes the
   * element.
   */
  | { readonly kind: 'alter'; readonly elements: Readonly<Record<string, string | undefined>> }

/** The faults of a server. A test can change them at any time. */
export interface Faults {
  /**
   * The faults of the next requests, in order. When the list is empty, `at` and then `always`
   * apply.
   */
  next: Fault[]
  /** The fault of every request with this action, for example `{ CreatePolicy: … }`. */
  at: Readonly<Record<string, Fault>>
  always: Fault
  /** The offset of the stand-in's clock. A negative value sets the clock back. */
  skewSeconds: number
  /** The lifetime of new sessions. It overrides the requested duration. */
  lifetimeSeconds?: number
}

export const none: Fault = { kind: 'none' }
export const hang: Fault = { kind: 'hang' }
export const drop: Fault = { kind: 'drop' }
export const throttled = refuse('Throttling', 400, 'Rate exceeded')
export const internalFailure = refuse(
  'InternalFailure',
  500,
  'The request processing has failed because of an unknown error, exception or failure.',
)
export const serviceUnavailable = refuse(
  'ServiceUnavailable',
  503,
  'The request has failed due to a temporary failure of the server.',
)

export function slow(milliseconds: number): Fault {
  return { kind: 'slow', milliseconds }
}

/** Returns an AWS error that the stand-in does not return by itself. */
export function refuse(code: string, status: number, message: string): Fault {
  return { kind: 'refuse', code, status, message }
}

export function raw(body: string, status = 200): Fault {
  return { kind: 'raw', body, status }
}

/** Replaces values in a correct response: `alter({ AccessKeyId: "AKIA'; touch pwned #" })`. */
export function alter(elements: Readonly<Record<string, string | undefined>>): Fault {
  return { kind: 'alter', elements }
}
