import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fishQuoted } from '../exports/fish.ts'
import { posixQuoted } from '../exports/posix.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'

/**
 * The one line that loads the wrapper. It holds the paths of node and of the program, so that a
 * changed PATH or another Node version of nvm cannot break the shell.
 *
 * @throws UsageError for a shell without a wrapper.
 */
export function wrapperLine(shell: string, { node, script }: Context['program']): string {
  // dist/bin.js and shell/assume.zsh are installed side by side.
  const wrapper = join(dirname(script), '..', 'shell', `assume.${shell}`)
  if (!/^[a-z]+$/.test(shell) || !existsSync(wrapper)) {
    throw new UsageError(`there is no wrapper for "${shell}"`, ['assume init bash, zsh or fish'])
  }
  if (shell === 'fish') {
    const [nodePath, scriptPath, wrapperPath] = [node, script, wrapper].map(fishQuoted)
    return `set -g __assume_node ${nodePath}; set -g __assume_script ${scriptPath}; source ${wrapperPath};`
  }
  const [nodePath, scriptPath, wrapperPath] = [node, script, wrapper].map(posixQuoted)
  return `__assume_node=${nodePath}; __assume_script=${scriptPath}; . ${wrapperPath};`
}
