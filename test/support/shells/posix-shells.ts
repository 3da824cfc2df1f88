import { serveCore } from '../in-process/serve-core.ts'
import { asProcesses, launcher, program } from '../program.ts'
import type { Shell } from './shells.ts'
import * as wrappers from './shells.ts'

/** A shell that can evaluate the output of `assume`, with or without a wrapper. */
export interface EvalShell extends Pick<Shell, 'set' | 'export' | 'unset' | 'status' | 'evaluate'> {
  readonly name: string
  /** Program and arguments, before the script. */
  readonly command: readonly string[]
  /** The options of strict scripts. dash and fish have no `pipefail`, and fish has no `-e`. */
  readonly strict: readonly string[]
}

const { set, export: exporting, unset, status, evaluate } = wrappers.bash
const posixLike = { set, export: exporting, unset, status, evaluate }

const careful = ['-euo', 'pipefail']

const { script: bashScript } = wrappers.bash
const { script: zshScript } = wrappers.zsh
const { script: fishScript } = wrappers.fish

export const bash: EvalShell = {
  ...wrappers.bash,
  command: ['bash', ...bashScript],
  strict: careful,
}

export const zsh: EvalShell = { ...wrappers.zsh, command: ['zsh', ...zshScript], strict: careful }

export const dash: EvalShell = { ...posixLike, name: 'dash', command: ['dash'], strict: ['-eu'] }

export const fish: EvalShell = { ...wrappers.fish, command: ['fish', ...fishScript], strict: [] }

/** The shells that evaluate POSIX code. */
export const posixShells: readonly EvalShell[] = [
  bash,
  zsh,
  dash,
  { ...posixLike, name: 'ksh', command: ['ksh'], strict: careful },
  { ...posixLike, name: 'mksh', command: ['mksh'], strict: careful },
  { ...posixLike, name: 'busybox', command: ['busybox', 'sh'], strict: careful },
]

/** All shells for which assume prints code. */
export const evalShells: readonly EvalShell[] = [...posixShells, fish]

/** A way to load a session into a shell. */
export interface Invocation {
  readonly name: string
  readonly shell: EvalShell
  /** Lines that the shell runs first. */
  readonly load: readonly string[]
  /** The line that runs `assume` with these words and evaluates its output in the shell. */
  readonly assume: (words: string) => string
}

/** `eval "$(assume …)"` without a wrapper. */
export const raw = (shell: EvalShell): Invocation => ({
  name: `${shell.name}, raw`,
  shell,
  load: [],
  assume: (words) => shell.evaluate(`assume ${words}`),
})

/** The paths in the line of an rc file that loads the wrapper. */
export const core = {
  node: asProcesses ? process.execPath : serveCore(),
  script: program,
  launcher,
}

const wrapped = (shell: EvalShell, wrapper: Shell): Invocation => ({
  name: `${shell.name}, wrapped`,
  shell,
  load: [wrapper.load(core)],
  assume: (words) => `assume ${words}`,
})

export const wrappedWays: readonly Invocation[] = [
  wrapped(bash, wrappers.bash),
  wrapped(zsh, wrappers.zsh),
  wrapped(fish, wrappers.fish),
]

/** `eval "$(assume …)"` in a shell that has also loaded the wrapper. */
export const wrappedEvalWays: readonly Invocation[] = wrappedWays.map((way) => ({
  ...way,
  name: `${way.name}, in eval`,
  assume: (words) => way.shell.evaluate(`assume ${words}`),
}))

/** One way for each kind of code, and one for each wrapper. */
export const usualWays: readonly Invocation[] = [
  ...[bash, zsh, dash, fish].map(raw),
  ...wrappedWays,
]
