import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Plan } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import { obtainSession } from './obtain/obtain.ts'
import { expirationOf, quietRenewal } from './quiet-renewal.ts'

/** Milliseconds. botocore asks for new keys at each call if less time is left. */
const minMillisecondsLeft = 15 * 60_000

/** A session for tools that ask again if it expires soon, and ask at each call while it still does. */
export async function lastingSession(
  request: Request,
  context: Context,
  interaction: Interaction,
): Promise<Session> {
  const { session, plan } = await obtainSession(request, context, interaction)
  const left = expirationOf(session) - interaction.now().getTime()
  if (left >= Math.min(minMillisecondsLeft, wholeOf(plan) / 2)) return session
  try {
    return await quietRenewal(session, request, context, interaction)
  } catch (error) {
    if (error instanceof AssumeError) return session
    throw error
  }
}

/** Duration of a session of this plan in milliseconds; 0 if the source alone determines it. */
function wholeOf({ steps }: Plan): number {
  const last = steps.at(-1)
  return last ? (last.input.DurationSeconds ?? 3600) * 1000 : 0
}
