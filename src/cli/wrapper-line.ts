import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadingLine } from '../formats/loading-line.ts'
import { isPlainName } from '../model/command-name.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'
import type { WrappedShell } from '../programs/user-shell.ts'
import { shellWords } from './shell-words.ts'

/**
 * The line that loads the wrapper.
 *
 * @param cmd name of the command. The default is its current name, else `assume`.
 * @throws UsageError for a shell without a wrapper, and for an invalid command name.
 */
export function wrapperLine(shell: string, program: Context['program'], cmd?: string): string {
  const wrapper = wrapperPath(shell, program)
  if (cmd !== undefined) checkName(cmd)
  return loadingLine(shell, { ...program, wrapper, ...(cmd !== undefined && { cmd }) })
}

/** The package contains dist/bin.js and shell/assume.zsh. */
export function wrapperPath(
  shell: string,
  { script }: Context['program'],
  own?: WrappedShell,
): string {
  const wrapper = join(dirname(script), '..', 'shell', `assume.${shell}`)
  if (!/^[a-z]+$/.test(shell) || !existsSync(wrapper)) {
    throw new UsageError(`there is no wrapper for "${shell}", but for bash, zsh and fish`, [
      `assume init ${own ?? 'bash'}`,
    ])
  }
  return wrapper
}

function checkName(name: string): void {
  if (!isPlainName(name)) {
    throw new UsageError(`--cmd: "${name}" is no plain name`, [
      'letters, digits and _, and a letter first: --cmd as',
    ])
  }
  if (shellWords.has(name) || /^(assume_segment|prompt_assume)$/.test(name)) {
    throw new UsageError(`--cmd: "${name}" is taken by the shells or by assume itself`, [
      'take a name that means nothing else: --cmd as',
    ])
  }
}
