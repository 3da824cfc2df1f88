import type { Context } from '../../model/context.ts'
import { InterruptedError } from '../../model/errors.ts'
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
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const line = await terminalLine(
    interaction.terminal,
    `sign in to ${ssoSessionTitle(session)} now? [Y/n] `,
    complaint,
  )
  if (line === undefined) throw new InterruptedError()
  if (answerIn(line) === 'no') return false
  await signIn(session, oidc, context, interaction)
  return true
}

function answerIn(line: string): 'yes' | 'no' | undefined {
  const word = line.trim().toLowerCase()
  if (word === '' || word === 'y' || word === 'yes') return 'yes'
  return word === 'n' || word === 'no' ? 'no' : undefined
}

const complaint = (line: string) => (answerIn(line) ? undefined : 'y or n')
