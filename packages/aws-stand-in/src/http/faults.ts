/** How the stand-in misbehaves at one request. */
export type Fault =
  | { readonly kind: 'none' }
  /** Answers properly, but later. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'refuse'
      readonly status: number
      readonly code: string
      readonly message: string
    }
  /** Answers with this body, whatever it is. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Answers properly but for these elements, by their XML name; undefined leaves one out. */
  | { readonly kind: 'alter'; readonly elements: Readonly<Record<string, string | undefined>> }

/** Can be changed at any time. */
export interface Faults {
  /** One for each request to come, in order; then `at`, then `always`. */
  next: Fault[]
  /** At every request of an action: `{ CreatePolicy: … }`. */
  at: Readonly<Record<string, Fault>>
  always: Fault
  /** How fast the stand-in's clock is; negative when it is slow. */
  skewSeconds: number
  /** How long new sessions live, whatever was asked for. */
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

/** An error of AWS's that the stand-in would not come to by itself. */
export function refuse(code: string, status: number, message: string): Fault {
  return { kind: 'refuse', code, status, message }
}

export function raw(body: string, status = 200): Fault {
  return { kind: 'raw', body, status }
}

/** Hostile or broken values in a proper answer: `alter({ AccessKeyId: "AKIA'; touch pwned #" })`. */
export function alter(elements: Readonly<Record<string, string | undefined>>): Fault {
  return { kind: 'alter', elements }
}
