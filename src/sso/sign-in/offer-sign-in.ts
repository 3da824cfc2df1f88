import type { Context } from '../../model/context.ts'
import type { Interaction } from '../../model/interaction.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { SignInNeeded } from '../sign-in-needed.ts'
import { signIn } from './sign-in.ts'

/**
 * Asks the user to sign in now, if there is a terminal and input is allowed.
 *
 * @returns whether the user has signed in.
 * @throws InterruptedError at Ctrl-C, and any error of the sign-in.
 */
export async function offerSignIn(
  needed: SignInNeeded,
  context: Context,
  interaction: Interaction,
): Promise<boolean> {
  if (interaction.noInput || !interaction.terminal.isThere()) return false
  const { session, oidc } = needed.signIn
  interaction.report.note(needed.message)
  const { askYes } = await import('../../terminal/ask-yes.ts')
  const question = `sign in to ${ssoSessionTitle(session)} now?`
  if (!(await askYes(interaction.terminal, question))) return false
  await signIn(session, oidc, context, interaction)
  return true
}
