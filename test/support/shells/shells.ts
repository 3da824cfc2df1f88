import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, onTestFinished, test } from 'vitest'
import { runProgram } from '../processes/run-program.ts'

/** One shell that has a wrapper. */
export interface Shell {
  readonly name: 'bash' | 'zsh' | 'fish'
  /** The command that starts it. */
  readonly program: string
  /** The path of the wrapper in shell/. */
  readonly wrapper: string
  /** The options to run a file without an rc file. */
  readonly script: readonly string[]
  /** The options to start at a prompt with only this rc file. ZDOTDIR has to be its folder. */
  readonly interactive: (rcFile: string) => readonly string[]
  readonly rcName: string
  /** The line in an rc file that loads the wrapper. */
  readonly load: (core: Core) => string
  /** Sets a variable without exporting it. */
  readonly set: (name: string, value: string) => string
  readonly export: (name: string, value: string) => string
  readonly unset: (name: string) => string
  /** The exit status of the last command. */
  readonly status: string
  readonly evaluate: (command: string) => string
  readonly prompt: (text: string) => string
}

/** The paths of Node.js and of the program, which the wrapper runs. */
export interface Core {
  readonly node: string
  readonly script: string
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

export const wrapperFolder = join(root, 'shell')

/** Quotes a text as one word of sh. */
export const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const fishQuoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

const posixLike = {
  set: (name: string, value: string) => `${name}=${quoted(value)}`,
  export: (name: string, value: string) => `export ${name}=${quoted(value)}`,
  unset: (name: string) => `unset ${name}`,
  status: '$?',
  evaluate: (command: string) => `eval "$(${command})"`,
}

const load = (wrapper: string) => (core: Core) =>
  `__assume_node=${quoted(core.node)}; __assume_script=${quoted(core.script)}; . ${quoted(wrapper)};`

const bashWrapper = join(wrapperFolder, 'assume.bash')
const zshWrapper = join(wrapperFolder, 'assume.zsh')
const fishWrapper = join(wrapperFolder, 'assume.fish')

export const bash: Shell = {
  ...posixLike,
  name: 'bash',
  program: 'bash',
  wrapper: bashWrapper,
  script: ['--noprofile', '--norc'],
  interactive: (rcFile) => ['--noprofile', '--rcfile', rcFile, '-i'],
  rcName: '.bashrc',
  load: load(bashWrapper),
  prompt: (text) => `PS1=${quoted(text)}`,
}

export const zsh: Shell = {
  ...posixLike,
  name: 'zsh',
  program: 'zsh',
  wrapper: zshWrapper,
  script: ['-f'],
  interactive: () => ['-d', '-i'],
  rcName: '.zshrc',
  load: load(zshWrapper),
  prompt: (text) => `PROMPT=${quoted(text)}`,
}

export const fish: Shell = {
  name: 'fish',
  program: 'fish',
  wrapper: fishWrapper,
  script: ['--no-config'],
  interactive: (rcFile) => ['--no-config', '-i', '-C', `source ${fishQuoted(rcFile)}`],
  rcName: 'config.fish',
  load: ({ node, script }) =>
    `set -g __assume_node ${fishQuoted(node)}; set -g __assume_script ${fishQuoted(script)}; source ${fishQuoted(fishWrapper)};`,
  set: (name, value) => `set -g ${name} ${fishQuoted(value)}`,
  export: (name, value) => `set -gx ${name} ${fishQuoted(value)}`,
  unset: (name) => `set -e ${name}`,
  status: '$status',
  evaluate: (command) => `eval (${command})`,
  prompt: (text) => `function fish_prompt; echo -n ${fishQuoted(text)}; end`,
}

/** fish 4, installed next to an older fish. .ci/newer-programs fetches it. */
export const fish4: Shell = { ...fish, program: 'fish4' }

/** The shells with a wrapper. A test checks that this list contains every shell/assume.*. */
export const shells: readonly Shell[] = [bash, zsh, fish]

/** The shell of this name, with its wrapper. */
export function shellNamed(name: string): Shell {
  const shell = shells.find((each) => each.name === name)
  if (!shell) throw new Error(`${name} has no wrapper`)
  return shell
}

/** Describes tests in one shell. If it is not installed, their title says that they are skipped; in CI they fail. */
export function describeIn(
  shell: { readonly name: string },
  tests: () => void,
  title = shell.name,
): void {
  if (isInstalled(shell.name)) {
    describe(title, tests)
  } else if (process.env.CI) {
    test(`${shell.name} is installed`, () => {
      throw new Error(`CI runs these tests in ${shell.name}; install it there`)
    })
  } else {
    describe.skipIf(true)(`${shell.name} (skipped: it is not installed)`, tests)
  }
}

/** Whether a program is in a folder of PATH. Many test files call this, so it starts no process. */
export const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)))

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Creates an empty folder, which is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-shell-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Creates an empty folder for the tests of a file or of a `describe`, which is removed after these tests. */
export function folderOfTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-shell-'))
  // Some tests run programs as another user.
  chmodSync(folder, 0o755)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The environment of a shell under test. Of the developer's environment, it contains only PATH. */
export const environment = (home: string) => ({
  HOME: home,
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  TERM: 'xterm-256color',
})

export interface Run {
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Options of the shell, before the script. */
  readonly options?: readonly string[]
}

/** Runs a script, and returns its stdout, stderr and exit code, whatever the code is. */
export async function runScript(shell: Shell, lines: readonly string[], run: Run) {
  const script = join(run.home, 'script')
  writeFileSync(script, `${lines.join('\n')}\n`)
  const command = [shell.name, ...shell.script, ...(run.options ?? []), script]
  const { stdout, stderr, exitCode } = await runProgram(command, {
    cwd: run.home,
    env: { ...environment(run.home), ...run.env },
    input: run.input ?? '',
  })
  return { stdout, stderr, exitCode }
}
