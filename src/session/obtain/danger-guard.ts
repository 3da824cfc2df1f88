import { InterruptedError, NeedsPersonError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { visible } from '../../model/visible.ts'
import type { Danger } from '../../plan/danger/danger.ts'

/** Resolves if the target is not dangerous or the user has confirmed it. */
export type DangerGuard = (danger: Danger | undefined) => Promise<void>

/**
 * Asks once per run for a name of the target that the setting `danger` matches. The user types the full
 * name, because people press a single key out of habit.
 */
export function dangerGuard(interaction: Interaction): DangerGuard {
  let isConfirmed = interaction.yes ?? false
  return async (danger) => {
    if (!danger || isConfirmed) return
    await confirm(danger, interaction)
    isConfirmed = true
  }
}

/** @throws NeedsPersonError without a terminal, InterruptedError at Ctrl-C or Ctrl-D. */
async function confirm(danger: Danger, interaction: Interaction) {
  const { pattern, matches, account, place, isOfTarget } = danger
  if (interaction.noInput || !interaction.terminal.isThere()) {
    const reason = interaction.noInput
      ? '--no-input forbids to ask'
      : 'there is no terminal to ask on'
    throw new NeedsPersonError(
      `${matches} matches "${pattern}", danger in ${place}, so a person has to confirm it, and ${reason}`,
      ['to confirm in advance: --yes'],
    )
  }
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const words = danger.words.map(visible)
  const wanted = words.join(' or ')
  const isAccount = matches.startsWith('account ')
  const subject =
    account === undefined
      ? matches
      : isAccount
        ? `account ${account}`
        : `${matches}, in account ${account},`
  const line = await terminalLine(
    interaction.terminal,
    `Type ${wanted} to continue: `,
    (typed) =>
      words.includes(typed.trim()) ? undefined : `that is not ${wanted}; to cancel: Ctrl-C`,
    visible(
      isOfTarget
        ? `${subject} is protected: danger = on for [target "${pattern}"] in ${place}`
        : `${subject} is protected: danger = ${pattern} in ${place}`,
    ),
  )
  if (line === undefined) throw new InterruptedError()
}
