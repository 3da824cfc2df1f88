import type { Context } from '../model/context.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Request } from '../plan/request.ts'
import { obtainSession } from './obtain/obtain.ts'

/**
 * A session that replaces one that expires soon: a newer cached session, or a new one. It asks nothing and
 * shows no notes or warnings, because the first session has already shown them.
 *
 * @throws AssumeError, including NeedsPersonError, if the renewal needs the user.
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

/** Milliseconds since 1970; 0 for keys without an expiration. */
export const expirationOf = ({ credentials }: Session) => credentials.expiration?.getTime() ?? 0
