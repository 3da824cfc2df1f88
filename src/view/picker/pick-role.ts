import type { Context } from '../../model/context.ts'
import { visible } from '../../model/visible.ts'
import type { PartialTarget, RoleCandidate } from '../../plan/sso/partial-target.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { Candidate } from './choice.ts'
import { marksFor } from './marks.ts'

// Import this file on demand: a complete target needs none of it.

interface RoleChoice extends Candidate {
  readonly role: RoleCandidate
}

/**
 * Lets the user select one of the roles that a part of a name can mean. What was typed is the query.
 *
 * @returns undefined if the user cancels.
 */
export async function pickRole(
  { typed, candidates }: PartialTarget,
  context: Context,
): Promise<RoleCandidate | undefined> {
  const { SearchChoice } = await import('./choice.ts')
  const { chooseOnTerminal } = await import('../../terminal/terminal-screen.ts')
  const query = typed.join(' ').trim()
  const choice = new SearchChoice(candidates.map(choiceOf), marksFor(context.env), query)
  const outcome = await chooseOnTerminal(choice, context)
  return outcome === 'done' ? choice.chosen?.role : undefined
}

function choiceOf(role: RoleCandidate): RoleChoice {
  const { word, account, session } = role
  const { accountId, email } = account
  return {
    role,
    name: visible(word),
    about: () => `${accountId} ${email}`,
    cells: () => [accountId, visible(email), visible(ssoSessionTitle(session))],
  }
}
