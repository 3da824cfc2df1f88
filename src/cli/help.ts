import type { CommandClass } from 'clipanion'
import { allCommands, commandFor } from '../commands/index.ts'
import { type CommandPage, commandPages } from './command-page.ts'
import type { CommandContext } from './context.ts'

/** The help page of the command of a command line, or of all commands. */
export async function helpFor([word]: readonly string[]): Promise<string> {
  // clipanion knows a command by its first name.
  return helpPage(await allCommands(), commandFor(word).words[0])
}

function helpPage(
  commands: readonly CommandClass<CommandContext>[],
  word: string | undefined,
): string {
  const pages = commandPages(commands)
  const page = pages.find(({ name }) => word !== undefined && name === word)
  return page ? commandPage(page) : overview(pages)
}

function overview(pages: readonly CommandPage[]): string {
  const target = pages.find(({ name }) => name === undefined)
  const commands = pages.filter((page) => page !== target)
  return [
    'assume: an AWS role in the shell you are in, and nowhere else',
    '',
    ...columns([
      ...targets,
      ...commands.map(({ path, description = '' }): HelpRow => [path, description.trim()]),
    ]),
    '',
    'options of a target:',
    ...columns(optionRows(target)),
    '',
    'assume COMMAND --help says more of a command.',
    '',
  ].join('\n')
}

const targets: readonly HelpRow[] = [
  ['assume PROFILE [CODE]', 'the session of a profile in ~/.aws/config'],
  ['assume USER ROLE [CODE]', 'a role in the account of the user whose keys that profile holds'],
  ['assume USER ACCOUNT:ROLE [CODE]', 'a role in another account'],
  ['assume ROLE_ARN [CODE]', 'a role by its ARN'],
]

function commandPage(page: CommandPage): string {
  const { path, usage, description = '', details = '', examples = [] } = page
  const options = optionRows(page)
  return [
    `${path}: ${description.trim()}`,
    '',
    `  ${usage}`,
    ...(details ? ['', details.trimEnd()] : []),
    ...(options.length > 0 ? ['', 'options:', ...columns(options)] : []),
    ...(examples.length > 0 ? ['', 'examples:'] : []),
    ...examples.flatMap(([what, example]) => [`  # ${what.trim()}`, `  ${example}`]),
    '',
  ].join('\n')
}

type HelpRow = readonly [string, string]

const optionRows = (page: CommandPage | undefined): readonly HelpRow[] =>
  (page?.options ?? []).map(({ name, short, metavariable, help }) => {
    const names = short === undefined ? name : `${short}, ${name}`
    return [metavariable === undefined ? names : `${names} ${metavariable}`, help]
  })

function columns(rows: readonly HelpRow[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
