import type { CommandClass } from 'clipanion'
import { allCommands, commandFor, target } from '../commands/index.ts'
import { UsageError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import { type CommandPage, commandPages } from './command-page.ts'
import { commandGroups } from './command-usage.ts'
import type { CommandContext } from './context.ts'
import { commandElsewhere } from './mistakes/command-elsewhere.ts'
import { commandNames } from './mistakes/unknown-word.ts'
import { namesOf } from './option-field.ts'
import { wrapLine } from './wrap-line.ts'

/**
 * The help page of the command of a command line, or of all commands.
 *
 * @param terminalWidth columns, on a terminal. The descriptions of commands and options wrap there.
 */
export async function helpFor(
  [word]: readonly string[],
  terminalWidth = Number.POSITIVE_INFINITY,
): Promise<string> {
  // clipanion knows a command by its first name.
  return helpPage(await allCommands(), commandFor(word).words[0], terminalWidth)
}

/** The help page that `assume help COMMAND` asks for. @throws UsageError for an unknown command. */
export async function helpAbout(words: readonly string[], terminalWidth?: number): Promise<string> {
  const [word] = words
  if (word === undefined || commandFor(word) !== target) return helpFor(words, terminalWidth)
  const similar = nearest(word, commandNames)
  const hint = similar ? `did you mean assume help ${similar}?` : commandElsewhere(words)
  throw new UsageError(`there is no command "${word}"`, [hint ?? 'assume --help'])
}

function helpPage(
  commands: readonly CommandClass<CommandContext>[],
  word: string | undefined,
  terminalWidth: number,
): string {
  const pages = commandPages(commands)
  const page = pages.find(({ name }) => word !== undefined && name === word)
  const columns: Columns = (rows, left) => inColumns(rows, terminalWidth, left)
  return page ? commandPage(page, columns) : overview(pages, columns)
}

/** Lays rows out in two columns. @param left the width of the left column, or that of its longest text. */
type Columns = (rows: readonly HelpRow[], left?: number) => readonly string[]

function overview(pages: readonly CommandPage[], columns: Columns): string {
  const target = pages.find(({ name }) => name === undefined)
  const ofGroup = (wanted: string) =>
    pages
      .filter(({ name, group }) => name !== undefined && group === wanted)
      .map(({ path, description }): HelpRow => [path, description])
  const sections = [
    ...commandGroups.map((title) => ({ title, rows: ofGroup(title) })),
    { title: 'Options', rows: optionRows(target) },
    { title: 'Exit status', rows: exitStatuses },
  ]
  // All commands begin their descriptions in the same column.
  const width = Math.max(
    ...[...usages, ...pages.map(({ path }) => [path])].map(([left]) => (left ?? '').length),
  )
  return [
    `assume: ${target?.description}`,
    '',
    'Usage:',
    ...columns(usages, width),
    '',
    '  CODE is an MFA code. Without it, assume asks for one if AWS needs it.',
    '  Without any of these, you pick a profile.',
    ...sections.flatMap(({ title, rows }) => [
      '',
      `${title}:`,
      ...columns(rows, title === 'Options' || title === 'Exit status' ? undefined : width),
    ]),
    '',
    'Run assume COMMAND --help for more about a command.',
    '',
  ].join('\n')
}

type HelpRow = readonly [string, string]

const usages: readonly HelpRow[] = [
  ['assume PROFILE [CODE]', 'the role of a profile in ~/.aws/config'],
  [
    'assume USER ROLE [CODE]',
    "a role in USER's account, assumed with the keys of the profile USER",
  ],
  ['assume USER ACCOUNT:ROLE [CODE]', 'a role in another account'],
  ['assume ROLE_ARN [CODE]', 'a role by its ARN'],
  ['assume ACCOUNT:ROLE', 'a role of IAM Identity Center'],
]

const exitStatuses: readonly HelpRow[] = [
  ['0', 'success'],
  ['1', 'failure'],
  ['2', 'wrong usage'],
  ['3', 'a person has to answer, and --no-input or a missing terminal prevents it'],
  ['128 + N', 'ended by the signal N'],
]

/** The examples are first, because most people need no more. */
function commandPage(page: CommandPage, columns: Columns): string {
  const { path, usage, description, details = '', examples = [] } = page
  const options = optionRows(page)
  return [
    `${path}: ${description}`,
    '',
    'Usage:',
    `  ${usage}`,
    ...(examples.length > 0 ? ['', 'Examples:'] : []),
    ...examples.flatMap(([what, example]) => [`  # ${what.trim()}`, `  ${example}`]),
    ...(details ? ['', details.trimEnd().replaceAll(/ +$/gm, '')] : []),
    ...(options.length > 0 ? ['', 'Options:', ...columns(options)] : []),
    '',
  ].join('\n')
}

const optionRows = (page: CommandPage | undefined): readonly HelpRow[] =>
  (page?.options ?? []).map((option) => {
    const { metavariable, help } = option
    const names = namesOf(option).join(', ')
    return [metavariable === undefined ? names : `${names} ${metavariable}`, help]
  })

function inColumns(rows: readonly HelpRow[], terminalWidth: number, left?: number): string[] {
  const width = left ?? Math.max(...rows.map(([text]) => text.length))
  return rows.flatMap(([text, right]) => {
    const [first, ...more] = wrapLine(right, terminalWidth - width - 4, 'assume', 0)
    return [
      `  ${text.padEnd(width)}  ${first}`,
      ...more.map((line) => ' '.repeat(width + 4) + line),
    ]
  })
}
