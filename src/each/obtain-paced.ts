import { obtainSessionFor } from '../session/obtain/obtain.ts'
import type { Asker } from '../session/obtain/plan-and-confirm.ts'
import { attempted, type ObtainResult, type Wish } from '../session/obtain-many.ts'
import type { CallPace } from '../sso/index/call-pace.ts'
import { isThrottled } from '../sso/index/index-calls.ts'
import { pause } from '../sso/index/pause.ts'

/** Each attempt repeats the call several times itself, so AWS has then refused it for a minute. */
const maxAttempts = 20

/**
 * Obtains a session at the rate that AWS allows. IAM Identity Center answers 20 calls a second, and short
 * programs in many accounts need more.
 */
export async function obtainPaced(
  { request, interaction }: Wish,
  asker: Asker,
  pace: CallPace,
): Promise<ObtainResult> {
  const { interrupted } = interaction
  for (let attempt = 1; ; attempt += 1) {
    await pause(pace.delay(), interrupted)
    interrupted.throwIfAborted()
    const result = await attempted(() => obtainSessionFor(request, asker, interaction))
    if (!('error' in result)) pace.answered()
    else if (isThrottled(result.error)) pace.throttled(result.error.retryAfter)
    if (!('error' in result && isThrottled(result.error)) || attempt === maxAttempts) return result
  }
}
