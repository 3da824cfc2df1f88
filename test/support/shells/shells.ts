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
  /** What it is started as. */
  readonly program: string
  /** The file in shell/. */
  readonly wrapper: string
  /** Runs a file without any rc file. */
  readonly script: readonly string[]
  /** Starts at a prompt with no rc file but this one; its folder has to be in ZDOTDIR. */
  readonly interactive: (rcFile: string) => readonly string[]
  readonly rcName: string
  /** What users have in their rc file. */
  readonly load: (core: Core) => string
  /** Sets a variable that programs do not see. */
  readonly set: (name: string, value: string) => string
  readonly export: (name: string, value: string) => string
  readonly unset: (name: string) => string
  /** The exit status of the last command. */
  readonly status: string
  readonly evaluate: (command: string) => string
  readonly prompt: (text: string) => string
}

/** What the wrapper runs: node and the program. */
export interface Core {
  readonly node: string
  readonly script: string
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

export const wrapperFolder = join(root, 'shell')

/** A word of sh. */
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

/** Where it is beside an older one: .ci/newer-programs fetches it. */
export const fish4: Shell = { ...fish, program: 'fish4' }

/** Every shell/assume.* has its row here: a test says so. */
export const shells: readonly Shell[] = [bash, zsh, fish]

/** The shell of this name, with its wrapper. */
export function shellNamed(name: string): Shell {
  const shell = shells.find((each) => each.name === name)
  if (!shell) throw new Error(`${name} has no wrapper`)
  return shell
}

/** Tests in one shell. Where it is not installed they are skipped in plain sight, but CI needs it. */
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

/** Whether it is in a folder of PATH. Many files of tests ask, so no process is started to know that. */
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

/** An empty folder, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-shell-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An empty folder for several tests, gone after those of the file or of the describe that asks for it. */
export function folderOfTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-shell-'))
  // Some tests are another user.
  chmodSync(folder, 0o755)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a shell under test sees, and nothing of the developer's own. */
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

/** Runs a script and gives its stdout, stderr and exit code, whatever that is. */
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
