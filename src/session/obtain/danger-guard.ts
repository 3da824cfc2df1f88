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
export async function confirm(danger: Danger, interaction: Interaction) {
  const { pattern, matches, account, place } = danger
  refuseWithoutPerson(
    `${matches} matches "${pattern}", danger in ${place}, so a person has to confirm it`,
    interaction,
  )
  const isAccount = matches.startsWith('account ')
  const subject =
    account === undefined
      ? matches
      : isAccount
        ? `account ${account}`
        : `${matches}, in account ${account},`
  const title = `${subject} is protected: ${settingOf(danger)}`
  await confirmWith(danger.words, title, interaction)
}

/** The line of the settings, for messages. */
export const settingOf = ({ pattern, place, isOfTarget }: Danger) =>
  isOfTarget
    ? `danger = on for [target "${pattern}"] in ${place}`
    : `danger = ${pattern} in ${place}`

/** @throws NeedsPersonError if nobody can confirm. */
export function refuseWithoutPerson(what: string, { noInput, terminal }: Interaction): void {
  if (!noInput && terminal.isThere()) return
  const reason = noInput ? '--no-input forbids to ask' : 'there is no terminal to ask on'
  throw new NeedsPersonError(`${what}, and ${reason}`, ['to confirm in advance: --yes'])
}

/** @throws InterruptedError unless the user types one of the words. */
export async function confirmWith(
  anyOf: readonly string[],
  title: string,
  { terminal }: Interaction,
): Promise<void> {
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const words = anyOf.map(visible)
  const wanted = words.join(' or ')
  const line = await terminalLine(
    terminal,
    `Type ${wanted} to continue: `,
    (typed) =>
      words.includes(typed.trim()) ? undefined : `that is not ${wanted}; to cancel: Ctrl-C`,
    visible(title),
  )
  if (line === undefined) throw new InterruptedError()
}
