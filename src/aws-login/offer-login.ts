import type { Context } from '../model/context.ts'
import type { Interaction } from '../model/interaction.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { logInAgain } from './log-in-again.ts'
import type { LoginNeeded } from './login-needed.ts'

/**
 * Asks the user to sign in now, if there is a terminal and input is allowed.
 *
 * @returns whether the user has signed in.
 * @throws InterruptedError at Ctrl-C, and any error of the sign-in.
 */
export async function offerLogin(
  { message, profile }: LoginNeeded,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<boolean> {
  if (interaction.noInput || !interaction.terminal.isThere()) return false
  interaction.report.note(message)
  const { askYes } = await import('../terminal/ask-yes.ts')
  const question = `sign in to AWS for profile "${profile.name}" now?`
  if (!(await askYes(interaction.terminal, question))) return false
  const options = { isRemote: false, isShownOnly: false }
  await logInAgain(profile, options, inputs, context, interaction)
  return true
}
