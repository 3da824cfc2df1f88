import { commands } from '../../src/commands/index.ts'
import {
  fastPathFormat,
  fastPathOwnVariables,
  fastPathSettings,
  planVariables,
} from '../../src/formats/fast-path-format.ts'
import { credentialVariables, ownVariables } from '../../src/formats/variables.ts'
import { withheldVariables } from '../../src/formats/withheld-variables.ts'
import { colorCode, defaultStyle, promptColors, promptPlaces } from '../../src/plan/prompt-style.ts'
import { shells } from '../../src/shells/index.ts'
import { array, bash, command, type Dialect, fish, fishList, zsh } from './dialects.ts'

/** Statements of a shell file that repeat names from TypeScript files. */
export interface Block {
  readonly file: string
  readonly title: string
  /** The files that define the names. */
  readonly from: string
  /** The lines without the indentation of the block. */
  readonly lines: readonly string[]
}

/** The blocks of all files. A comment with the title marks the place of each block. */
export const blocks = (version: string): readonly Block[] => [
  ...installBlocks(),
  ...wrapperBlocks('shell/assume.bash', version, {
    ...bash,
    withheld: array('__assume_withheld', withheldVariables),
    style: [
      // A space on both sides separates each word from the next.
      ...bash.list('places', ['', ...promptPlaces, '']),
      ...bash.list('colors', ['', ...promptColors.map((name) => `${name}=${colorCode(name)}`), '']),
      `__assume_place=${defaultStyle.place}`,
      `__assume_usual=${colorCode(defaultStyle.color)} __assume_urgent=${colorCode(defaultStyle.urgent)} __assume_danger=${colorCode(defaultStyle.danger)}`,
    ],
  }),
  ...wrapperBlocks('shell/assume.zsh', version, {
    ...zsh,
    withheld: array('withheld', withheldVariables),
    style: [
      ...zsh.list('places', promptPlaces),
      ...zsh.list('colors', promptColors),
      `builtin typeset -g __assume_place=${defaultStyle.place}`,
      `builtin typeset -g __assume_usual=${defaultStyle.color} __assume_urgent=${defaultStyle.urgent} __assume_danger=${defaultStyle.danger}`,
    ],
  }),
  ...wrapperBlocks('shell/assume.fish', version, {
    ...fish,
    withheld: fishList('set -g __assume_withheld ', withheldVariables),
    style: [
      ...fish.list('places', promptPlaces),
      ...fish.list('colors', promptColors),
      fish.set('__assume_place', defaultStyle.placeInFish),
      fish.set('__assume_usual', defaultStyle.color),
      fish.set('__assume_urgent', defaultStyle.urgent),
      fish.set('__assume_danger', defaultStyle.danger),
    ],
  }),
  fastPathBlock('shell/fast-path.bash', [
    `[[ \${__assume_fast_path_format-} == ${fastPathFormat} ]] || return 1`,
    ...bash.list('plan_variables', planVariables),
    ...bash.list('session_variables', sessionVariables),
    ...bash.list('shell_variables', variablesOfShell),
  ]),
  fastPathBlock('shell/fast-path.zsh', [
    `[[ \${__assume_fast_path_format-} == ${fastPathFormat} ]] || return 1`,
    ...zsh.list('plan_variables', planVariables),
    ...zsh.list('session_variables', sessionVariables),
    ...zsh.list('shell_variables', variablesOfShell),
  ]),
  fastPathBlock('shell/fast-path.fish', [
    `test "$__assume_fast_path_format" = ${fastPathFormat}`,
    'or return',
    ...fish.list('plan_variables', planVariables),
    ...fish.list('own', ownVariables),
    ...fish.list('keys', credentialVariables),
  ]),
]

const sessionVariables = [...credentialVariables, ...fastPathSettings, ...fastPathOwnVariables]

/** These depend on the shell or the time, so a fast-path file does not contain them. */
const variablesOfShell = ownVariables.filter(
  (name) => !(fastPathOwnVariables as readonly string[]).includes(name),
)

const commandsOn = (terminal: 'core' | 'program') =>
  commands.filter((command) => command.terminal === terminal).flatMap(({ words }) => words)

/** A start-up file as words for install.sh. It looks for an older `.zshrc` in HOME too. */
function startUpPaths(path: string): string[] {
  const [folder, rest] = [path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/'))]
  if (folder === '$ZDOTDIR') return [`"$zdotdir${rest}"`, `"$HOME${rest}"`]
  return [folder === '~' ? `"$HOME${rest}"` : `"$config${rest}"`]
}

function installBlocks(): Block[] {
  const file = 'install.sh'
  const from = 'src/shells'
  return [
    {
      file,
      title: 'files that get the line',
      from,
      lines: [
        'case $1 in',
        ...shells.map(({ name, installedIn }) => {
          const paths = installedIn.map((path) => startUpPaths(path)[0])
          return `  ${name}) printf '%s\\n' ${paths.join(' ')} ;;`
        }),
        'esac',
      ],
    },
    {
      file,
      title: 'files that shells read',
      from,
      lines: command(
        "printf '%s\\n'",
        shells.flatMap(({ startUpFiles }) => startUpFiles.flatMap(startUpPaths)),
      ),
    },
  ]
}

interface Wrapper extends Dialect {
  readonly withheld: readonly string[]
  readonly style: readonly string[]
}

function wrapperBlocks(file: string, version: string, shell: Wrapper): Block[] {
  const variables = 'src/formats/variables.ts'
  const own = shell.list('own', ownVariables)
  return [
    {
      file,
      title: 'versions',
      from: 'package.json, src/formats/fast-path-format.ts',
      lines: [
        shell.set('__assume_version', version),
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
      lines: shell.withheld,
    },
    {
      file,
      title: 'variables of a session',
      from: variables,
      lines: [...own, ...shell.list('keys', credentialVariables)],
    },
    { file, title: 'own variables', from: variables, lines: own },
    { file, title: 'the prompt style', from: 'src/plan/prompt-style.ts', lines: shell.style },
  ]
}

const fastPathBlock = (file: string, lines: readonly string[]): Block => ({
  file,
  title: 'the fast-path format',
  from: 'src/formats/fast-path-format.ts',
  lines,
})
