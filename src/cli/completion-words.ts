import { Cli, type Definition } from 'clipanion'
import { allCommands } from '../commands/index.ts'
import { regions } from '../model/known-regions.ts'
import type { CommandContext } from './context.ts'

// Only the build runs this file: completion in a shell starts no Node process.

/**
 * The completion words of the wrappers, for `dist/words`. Each line describes one word in four
 * tab-separated columns: the place (`commands`, the name of a command, or `target` without one), the word,
 * the value that follows it, and a description. The value is `flag` (none), a kind (`profile`, `region`,
 * `file`, `any`) or a list (`=a,b`). The word `*` describes the words after the command.
 */
export async function completionWords(): Promise<string> {
  const cli = Cli.from<CommandContext>(await allCommands(), { binaryName: 'assume' })
  const pages = cli.definitions()
  return [
    ...pages.flatMap(linesOf),
    ['regions', '*', `=${regions.join(',')}`, '-'],
    ['commands', '--help', 'flag', 'what assume can do'],
    ['commands', '--version', 'flag', 'which version this is'],
  ]
    .map((cells) => `${cells.join('\t')}\n`)
    .join('')
}

type Cells = readonly [place: string, word: string, follows: string, says: string]

function linesOf(page: Definition): Cells[] {
  const { path, description = '', options } = page
  const [, name] = path.split(' ')
  const place = name ?? 'target'
  const command: Cells[] =
    name === undefined ? [] : [['commands', name, 'flag', plain(description)]]
  const optionLines = options.flatMap((option): Cells[] => {
    // The definition has the form `-f,--format #0`.
    const [names = '', value] = option.definition.split(' ')
    const says = plain(option.description ?? '')
    const all = names.split(',')
    const follows = value === undefined ? 'flag' : followedBy(all.at(-1) ?? '', says)
    return all.map((word): Cells => [place, word, follows, says || '-'])
  })
  return [...command, [place, '*', wordsAfter(page), '-'], ...optionLines]
}

function followedBy(option: string, says: string): string {
  const kind = kinds.get(option)
  if (kind) return kind
  // The description lists the formats of the command.
  if (option === '--format') return `=${says.replace(/^.*: /, '').split(', ').join(',')}`
  return 'any'
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['--profile', 'profile'],
  ['--source-profile', 'profile'],
  ['--region', 'region'],
  ['--policy', 'file'],
])

/** The kind of the words after a command, from its options and its usage. */
function wordsAfter({ path, usage, options }: Definition): string {
  const [, name] = path.split(' ')
  const takesTarget = options.some(({ definition }) => definition.startsWith('--source-profile'))
  if (name === undefined || takesTarget) return 'target'
  if (name === 'cache') return '=list,clear'
  if (/\bPROFILE\b/.test(usage)) return 'profile'
  if (/\bSHELL\b/.test(usage)) return '=bash,zsh,fish'
  // `<trust|identity>`, `[setup]`
  const [, choices, choice = choices] = /<([a-z]+(?:\|[a-z]+)+)>|\[([a-z]+)\]/.exec(usage) ?? []
  return choice === undefined ? 'any' : `=${choice.replaceAll('|', ',')}`
}

const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ')
