import { allCommands } from '../commands/index.ts'
import { regions } from '../model/known-regions.ts'
import type { OptionRecord } from '../plan/options/option.ts'
import { optionTable } from '../plan/options/options.ts'
import { shells } from '../shells/index.ts'
import { type CommandPage, commandPages } from './command-page.ts'
import { namesOf } from './option-field.ts'

// Only the build runs this file: completion in a shell starts no Node process.

/**
 * The completion words of the wrappers, for `dist/words`. Each line describes one word in four
 * tab-separated columns: the place (`commands`, the name of a command, or `target` without one), the word,
 * the value that follows it, and a description. The value is `flag` (none), a kind (`profile`, `region`,
 * `file`, `any`) or a list (`=a,b`). The word `*` describes the words after the command.
 */
export async function completionWords(): Promise<string> {
  return [
    ...commandPages(await allCommands()).flatMap(linesOf),
    ['regions', '*', `=${regions.join(',')}`, '-'],
    ['commands', '--help', 'flag', 'show the help'],
    ['commands', '--version', 'flag', 'show the version'],
  ]
    .map((cells) => `${cells.join('\t')}\n`)
    .join('')
}

type Cells = readonly [place: string, word: string, follows: string, says: string]

function linesOf(page: CommandPage): Cells[] {
  const { name, description = '', options } = page
  const place = name ?? 'target'
  const command: Cells[] =
    name === undefined ? [] : [['commands', name, 'flag', plain(description)]]
  const optionLines = options.flatMap((option): Cells[] => {
    return namesOf(option).map(
      (word): Cells => [place, word, followedBy(option), plain(option.help)],
    )
  })
  return [...command, [place, '*', wordsAfter(page), '-'], ...optionLines]
}

function followedBy({ metavariable, completes }: OptionRecord): string {
  if (metavariable === undefined) return 'flag'
  if (completes === undefined) return 'any'
  return typeof completes === 'string' ? completes : `=${completes.join(',')}`
}

/** The kind of the words after a command, from its options and its usage. */
function wordsAfter({ name, usage, options }: CommandPage): string {
  if (options.includes(optionTable.sourceProfile)) return 'target'
  if (name === 'cache') return '=list,clear'
  if (name === 'list' || /\bPROFILE\b/.test(usage)) return 'profile'
  if (/\bSHELL\b/.test(usage)) return `=${shells.map((shell) => shell.name).join(',')}`
  // `<trust|identity>`, `[setup]`
  const [, choices, choice = choices] = /<([a-z]+(?:\|[a-z]+)+)>|\[([a-z]+)\]/.exec(usage) ?? []
  return choice === undefined ? 'any' : `=${choice.replaceAll('|', ',')}`
}

const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ')
