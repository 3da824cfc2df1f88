import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isPlainName } from '../model/command-name.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'
import { defaultShell, shellNamed, shells } from '../shells/index.ts'
import { loadingLine } from '../shells/loading-line.ts'
import type { Shell } from '../shells/shell.ts'

/**
 * The line that loads the wrapper.
 *
 * @param cmd name of the command. The default is its current name, else `assume`.
 * @throws UsageError for an invalid command name.
 */
export function wrapperLine(shell: Shell, program: Context['program'], cmd?: string): string {
  const wrapper = wrapperPath(shell, program)
  if (cmd !== undefined) checkName(cmd)
  return loadingLine(shell, { ...program, wrapper, ...(cmd !== undefined && { cmd }) })
}

/** The package contains dist/bin.js and shell/assume.zsh. */
export function wrapperPath(shell: Shell, { script }: Context['program']): string {
  const wrapper = join(dirname(script), '..', 'shell', `assume.${shell.name}`)
  if (!existsSync(wrapper)) throw noWrapper(shell.name, defaultShell)
  return wrapper
}

/** @throws UsageError if the shell has no wrapper. */
export function wrappedShell(name: string, own: Shell): Shell {
  const shell = shellNamed(name)
  if (shell === undefined) throw noWrapper(name, own)
  return shell
}

function noWrapper(name: string, own: Shell): UsageError {
  const names = shells.map((shell) => shell.name)
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return new UsageError(`there is no wrapper for "${name}"; there are wrappers for ${list}`, [
    `assume init ${own.name}`,
  ])
}

function checkName(name: string): void {
  if (!isPlainName(name)) {
    throw new UsageError(`--cmd: "${name}" is not a valid name`, [
      'a name has letters, digits and _, and begins with a letter: --cmd as',
    ])
  }
  if (shellWords().has(name) || /^(assume_segment|prompt_assume)$/.test(name)) {
    throw new UsageError(`--cmd: "${name}" is a word of the shells or of assume itself`, [
      'choose a name that nothing else has: --cmd as',
    ])
  }
}

/** The keywords and builtins of all shells that have a wrapper. */
export const shellWords = (): ReadonlySet<string> =>
  new Set(shells.flatMap(({ words }) => words.trim().split(/\s+/)))
