import type { Context } from '../model/context.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Request } from '../plan/request.ts'
import { obtainSession } from './obtain.ts'

/**
 * A session in the place of one that ends: the one that somebody else has got in the meantime, or one
 * of our own. Nobody is asked and nothing said, for that was done when the first one was made.
 *
 * @throws AssumeError, NeedsPersonError among them, when there is none without a question.
 */
export async function quietRenewal(
  before: Session,
  { target, options }: Request,
  context: Context,
  { report, terminal, now, interrupted }: Interaction,
): Promise<Session> {
  const quiet = { ...report, note: () => {}, warning: () => {} }
  const noInputBecause = 'nobody is asked for it to renew a session'
  const interaction = {
    ...{ report: quiet, terminal, now, interrupted },
    ...{ noInput: true, noInputBecause, yes: true },
  }
  const { refresh: _, ...lasting } = options
  const cached = await obtainSession({ target, options: lasting }, context, interaction)
  if (expirationOf(cached.session) > expirationOf(before)) return cached.session
  const renewed = { target, options: { ...lasting, refresh: true } }
  return (await obtainSession(renewed, context, interaction)).session
}

/** In milliseconds since 1970; 0 for keys that never end. */
export const expirationOf = ({ credentials }: Session) => credentials.expiration?.getTime() ?? 0
