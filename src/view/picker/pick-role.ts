import type { Context } from '../../model/context.ts'
import type { PartialTarget, RoleCandidate } from '../../plan/sso/partial-target.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { marksFor } from './marks.ts'
import { roleChoice } from './role-choice.ts'

// Import this file on demand: a complete target needs none of it.

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
  const { listOf } = await import('./choice-list.ts')
  const { chooseOnTerminal } = await import('../../terminal/terminal-screen.ts')
  const choices = candidates.map((role) => {
    const { account, session } = role
    return roleChoice(role, () => [account.accountId, account.email, ssoSessionTitle(session)])
  })
  const query = typed.join(' ').trim()
  const choice = new SearchChoice(listOf(choices), { marks: marksFor(context.env), query })
  const outcome = await chooseOnTerminal(choice, context)
  return outcome === 'done' ? choice.chosen?.role : undefined
}
