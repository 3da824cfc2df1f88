import { commands } from '../../src/commands/index.ts'
import {
  fastPathFormat,
  fastPathOwnVariables,
  fastPathSettings,
  planVariables,
} from '../../src/formats/fast-path-format.ts'
import { credentialVariables, ownVariables } from '../../src/formats/variables.ts'
import { withheldVariables } from '../../src/formats/withheld-variables.ts'
import { optionEntries } from '../../src/plan/options/options.ts'
import type { Block } from './block.ts'
import type { Calls } from './statements.ts'

/** The version in package.json. */
declare const __VERSION__: string

/** How the files of one shell write the names. */
export interface Dialect {
  /** The suffix of the files. */
  readonly name: string
  /** Sets a global variable. */
  readonly set: (name: string, value: string | number) => string
  /** Sets a local variable to a list of words. */
  readonly list: (name: string, words: readonly string[]) => string[]
  readonly dispatch: (calls: Calls) => string[]
  /** Sets the variable that has the names of withheld variables. */
  readonly withheld: (names: readonly string[]) => string[]
  readonly style: readonly string[]
  /** Ends a function if the loaded wrapper has another format. */
  readonly guard: (format: number) => string[]
  /** The lists that the fast path reads. */
  readonly fastPathLists: (keyof typeof lists)[]
}

const lists = {
  plan_variables: planVariables,
  session_variables: [...credentialVariables, ...fastPathSettings, ...fastPathOwnVariables],
  /** These depend on the shell or the time, so a fast-path file does not contain them. */
  shell_variables: ownVariables.filter(
    (name) => !(fastPathOwnVariables as readonly string[]).includes(name),
  ),
  fast_path_options: optionEntries
    .filter(([, { isForFastPath }]) => isForFastPath)
    .map(([, { name }]) => name),
  own: ownVariables,
  keys: credentialVariables,
}

const commandsOn = (terminal: 'core' | 'program') =>
  commands.filter((command) => command.terminal === terminal).flatMap(({ words }) => words)

/** The blocks of `shell/assume.NAME` and `shell/fast-path.NAME`. */
export function wrapperBlocks(shell: Dialect): Block[] {
  const file = `shell/assume.${shell.name}`
  const own = shell.list('own', lists.own)
  return [
    {
      file,
      title: 'versions',
      from: 'package.json, src/formats/fast-path-format.ts',
      lines: [
        shell.set('__assume_version', __VERSION__),
        shell.set('__assume_fast_path_format', fastPathFormat),
      ],
    },
    {
      file,
      title: 'commands that get the terminal',
      from: 'src/commands/index.ts',
      lines: shell.dispatch([
        [commandsOn('core'), '__assume_core'],
        [commandsOn('program'), '__assume_exec'],
      ]),
    },
    {
      file,
      title: 'withheld variables',
      from: 'src/formats/withheld-variables.ts',
      lines: shell.withheld(withheldVariables),
    },
    {
      file,
      title: 'variables of a session',
      from: 'src/formats/variables.ts',
      lines: [...own, ...shell.list('keys', lists.keys)],
    },
    { file, title: 'own variables', from: 'src/formats/variables.ts', lines: own },
    {
      file,
      title: 'the prompt style',
      from: 'src/config/settings/prompt-style.ts',
      lines: shell.style,
    },
    {
      file: `shell/fast-path.${shell.name}`,
      title: 'the fast-path format',
      from: 'src/formats/fast-path-format.ts, src/plan/options/options.ts',
      lines: [
        ...shell.guard(fastPathFormat),
        ...shell.fastPathLists.flatMap((name) => shell.list(name, lists[name])),
      ],
    },
  ]
}
