import { evalQuoted } from './eval-quoted.ts'
import { fishQuoted } from './fish.ts'

/** What a shell loads the wrapper with; the files by their whole paths. */
export interface LoadedFiles {
  readonly node: string
  readonly script: string
  /** `…/shell/assume.zsh` */
  readonly wrapper: string
  /** What the command is to be called; without, what it is called already, else `assume`. */
  readonly cmd?: string
}

/**
 * The one line that loads the wrapper. It holds the paths of node and of the program, so that a
 * changed PATH or another Node version of nvm cannot break the shell.
 */
export function loadingLine(shell: string, { cmd, node, script, wrapper }: LoadedFiles): string {
  const isFish = shell === 'fish'
  const set = (name: string, value: string) =>
    isFish ? `set -g ${name} ${fishQuoted(value)}; ` : `${name}=${evalQuoted(value)}; `
  return [
    cmd === undefined ? '' : set('__assume_cmd', cmd),
    set('__assume_node', node),
    set('__assume_script', script),
    isFish ? `source ${fishQuoted(wrapper)};` : `. ${evalQuoted(wrapper)};`,
  ].join('')
}
