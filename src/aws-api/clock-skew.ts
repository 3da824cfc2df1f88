import type { Reporter } from '../model/reporter.ts'
import { addMiddleware } from './sdk-client.ts'

interface DatedResponse {
  readonly response: { readonly headers?: Readonly<Record<string, string | undefined>> }
  readonly output: object
}

/** The key is the metadata of a response, which the SDK creates for each response. */
const skews = new WeakMap<object, number>()

/** The SDK adds this field to every response. */
export interface Answered {
  readonly $metadata: object
}

/** Makes a client compare the time of each response (its `Date` header) with the clock of this machine. */
export function measureClockSkew<AnyClient>(client: AnyClient): AnyClient {
  addMiddleware<unknown, DatedResponse>(
    client,
    (next) => async (args) => {
      const result = await next(args)
      const { response, output } = result
      const skew = Date.parse(response.headers?.date ?? '') - Date.now()
      if ('$metadata' in output && output.$metadata && !Number.isNaN(skew)) {
        skews.set(output.$metadata, skew)
      }
      return result
    },
    // This middleware runs around the deserializer.
    { step: 'deserialize', priority: 'high', name: 'measureClockSkew' },
  )
  return client
}

/**
 * The milliseconds by which the service's clock is ahead of this machine's; 0 if the response has no date.
 * The header has whole seconds and arrives late, so the value is a lower bound.
 */
export const clockSkewOf = ({ $metadata }: Answered): number => skews.get($metadata) ?? 0

/**
 * AWS states the expiration by its own clock. If this machine's clock is behind, the session would be used
 * after it has expired. If the clock is ahead, the session only appears shorter than it is.
 */
export function endByThisClock(end: Date, clockSkew: number): Date {
  const secondsBehind = Math.max(0, Math.floor(clockSkew / 1000))
  return new Date(end.getTime() - secondsBehind * 1000)
}

/** Milliseconds. AWS itself accepts 15 minutes, but expirations are wrong long before that. */
const toleratedSkew = 5 * 60_000

/** Informs the user of a wrong clock. */
export function tellClockSkew(clockSkew: number, report: Reporter): void {
  if (Math.abs(clockSkew) <= toleratedSkew) return
  const minutes = Math.round(Math.abs(clockSkew) / 60_000)
  const side = clockSkew > 0 ? 'behind' : 'ahead of'
  report.note(
    `the clock here is ${minutes} minutes ${side} that of AWS, so times shown are wrong by as much`,
  )
}
