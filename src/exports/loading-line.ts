import { fishQuoted } from './fish.ts'
import { posixQuoted } from './posix.ts'

/** The files that a shell loads the wrapper with, by their whole paths. */
export interface LoadedFiles {
  readonly node: string
  readonly script: string
  /** `…/shell/assume.zsh` */
  readonly wrapper: string
}

/**
 * The one line that loads the wrapper. It holds the paths of node and of the program, so that a
 * changed PATH or another Node version of nvm cannot break the shell.
 */
export function loadingLine(shell: string, { node, script, wrapper }: LoadedFiles): string {
  const isFish = shell === 'fish'
  const [nodePath, scriptPath, wrapperPath] = [node, script, wrapper].map(
    isFish ? fishQuoted : posixQuoted,
  )
  return isFish
    ? `set -g __assume_node ${nodePath}; set -g __assume_script ${scriptPath}; source ${wrapperPath};`
    : `__assume_node=${nodePath}; __assume_script=${scriptPath}; . ${wrapperPath};`
}
