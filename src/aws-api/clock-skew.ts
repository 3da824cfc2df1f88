import type { Reporter } from '../model/reporter.ts'
import { addMiddleware } from './sdk-client.ts'

interface DatedResponse {
  readonly response: { readonly headers?: Readonly<Record<string, string | undefined>> }
  readonly output: object
}

/** By the answer's metadata, which the SDK makes anew for each answer. */
const skews = new WeakMap<object, number>()

/** What the SDK adds to every answer. */
export interface Answered {
  readonly $metadata: object
}

/** Makes a client compare the time of each answer (its `Date` header) with the clock of this machine. */
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
    // Around what reads the answer's body.
    { step: 'deserialize', priority: 'high', name: 'measureClockSkew' },
  )
  return client
}

/**
 * How far the service's clock is ahead of this machine's, in milliseconds; 0 where the answer does not
 * tell. The header has whole seconds, and the answer was on its way, so it is less than the real value.
 */
export const clockSkewOf = ({ $metadata }: Answered): number => skews.get($metadata) ?? 0

/**
 * AWS says the end by its own clock. Where this machine's clock is behind, the session would be handed out
 * after it has ended. Where it is ahead, the session only seems shorter than it is.
 */
export function endByThisClock(end: Date, clockSkew: number): Date {
  const secondsBehind = Math.max(0, Math.floor(clockSkew / 1000))
  return new Date(end.getTime() - secondsBehind * 1000)
}

/** In milliseconds. AWS itself tolerates 15 minutes; times of expiry are off long before. */
const toleratedSkew = 5 * 60_000

/** Tells the user of a clock that is wrong. */
export function tellClockSkew(clockSkew: number, report: Reporter): void {
  if (Math.abs(clockSkew) <= toleratedSkew) return
  const minutes = Math.round(Math.abs(clockSkew) / 60_000)
  const side = clockSkew > 0 ? 'behind' : 'ahead of'
  report.note(
    `the clock here is ${minutes} minutes ${side} that of AWS, so times shown are wrong by as much`,
  )
}
