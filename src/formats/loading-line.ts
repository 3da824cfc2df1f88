import { evalQuoted } from './eval-quoted.ts'
import { fishQuoted } from './fish.ts'

/** The absolute paths and the name for loading the wrapper. */
export interface LoadedFiles {
  readonly node: string
  readonly script: string
  /** `…/shell/assume.zsh` */
  readonly wrapper: string
  /** The name of the command. If absent, the current name stays, or `assume` by default. */
  readonly cmd?: string
}

/**
 * The line that loads the wrapper. It contains the paths of Node and of the program, so that a
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
