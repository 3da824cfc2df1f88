import { openCache } from '../../cache/cache.ts'
import type { Context } from '../../model/context.ts'
import { shownAge } from '../../model/time-left.ts'
import { visible } from '../../model/visible.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { storedIndexes } from '../../plan/sso/stored-indexes.ts'
import { readPlanInputs } from '../../session/read-plan-inputs.ts'
import { marksFor } from './marks.ts'
import type { Picked } from './target-choices.ts'

// Import this file on demand: a named target needs none of it.

/**
 * Lets the user select a target that was used before, a profile or a role of IAM Identity Center.
 *
 * @param typed the text that the search begins with.
 * @param fetchRoles fetches the accounts and roles again. It returns why it could not.
 * @returns undefined if there is nothing to select, `cancelled` if the user cancels.
 */
export async function pickTarget(
  context: Context,
  typed: string,
  fetchRoles: () => Promise<string | undefined>,
): Promise<Picked | 'cancelled' | undefined> {
  const { SearchChoice, usualHelp } = await import('./choice.ts')
  const { targetChoices } = await import('./target-choices.ts')
  const { chooseOnTerminal } = await import('../../terminal/terminal-screen.ts')
  const marks = marksFor(context.env)
  let query = visible(typed)
  let failure: string | undefined
  for (;;) {
    const inputs = await readPlanInputs(context)
    const indexes = storedIndexes(inputs)
    const cache = openCache(context, inputs.settings)
    const choices = targetChoices(inputs, indexes, cache, context.now())
    if (choices.length === 0) return undefined
    const age = ageOf(indexes, context.now())
    const isRenewable = age !== undefined
    const renewal = failure ?? (isRenewable ? `Ctrl-R: fetch roles again (${age})` : undefined)
    const help = renewal === undefined ? usualHelp : [...usualHelp.slice(0, 2), renewal]
    const choice = new SearchChoice(choices, { marks, query, help, isRenewable })
    const outcome = await chooseOnTerminal(choice, context)
    if (outcome === 'cancelled') return 'cancelled'
    if (!choice.isToRenew) return choice.chosen?.picked ?? 'cancelled'
    query = choice.query
    failure = await fetchRoles()
  }
}

/** The age of the oldest list: `3 h old`; undefined if there is none. */
function ageOf(indexes: readonly SessionIndex[], now: Date): string | undefined {
  const times = indexes.flatMap(({ index }) => index.header?.startedAt ?? [])
  if (times.length === 0) return undefined
  return `${shownAge((now.getTime() - Math.min(...times)) / 1000)} old`
}
