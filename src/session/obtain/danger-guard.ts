import { InterruptedError, NeedsPersonError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { visible } from '../../model/visible.ts'
import type { Danger } from '../../plan/danger/danger.ts'

/** Resolves if the target is not dangerous or the user has confirmed it. */
export type DangerGuard = (danger: Danger | undefined) => Promise<void>

/**
 * Asks once per run for the name that the setting `danger` matches. The user types the full name, because
 * people press a single key out of habit.
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
async function confirm({ pattern, matches, name, place }: Danger, interaction: Interaction) {
  const why = `${matches} matches "${pattern}", danger in ${place}`
  if (interaction.noInput || !interaction.terminal.isThere()) {
    const reason = interaction.noInput
      ? '--no-input forbids to ask'
      : 'there is no terminal to ask on'
    throw new NeedsPersonError(`${why}, so a person has to confirm it, and ${reason}`, [
      'to confirm in advance: --yes',
    ])
  }
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const wanted = visible(name)
  const line = await terminalLine(
    interaction.terminal,
    visible(`${why}; type ${name} to go on: `),
    (typed) => (typed.trim() === wanted ? undefined : `that is not ${wanted}; Ctrl-C leaves it`),
  )
  if (line === undefined) throw new InterruptedError()
}
