import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Plan } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import { obtainSession } from './obtain.ts'
import { expirationOf, quietRenewal } from './quiet-renewal.ts'

/** With less than that left botocore asks for new keys at each call. In milliseconds. */
const minMillisecondsLeft = 15 * 60_000

/** A session for tools that come back when it ends soon, and often if it still does. */
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

/** How long a session of this plan lives, in milliseconds; 0 for what lives as long as its source says. */
function wholeOf({ steps }: Plan): number {
  const last = steps.at(-1)
  return last ? (last.input.DurationSeconds ?? 3600) * 1000 : 0
}
