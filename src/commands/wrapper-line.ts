import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadingLine } from '../exports/loading-line.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'

/**
 * The one line that loads the wrapper.
 *
 * @throws UsageError for a shell without a wrapper.
 */
export function wrapperLine(shell: string, program: Context['program']): string {
  // dist/bin.js and shell/assume.zsh are installed side by side.
  const wrapper = join(dirname(program.script), '..', 'shell', `assume.${shell}`)
  if (!/^[a-z]+$/.test(shell) || !existsSync(wrapper)) {
    throw new UsageError(`there is no wrapper for "${shell}"`, ['assume init bash, zsh or fish'])
  }
  return loadingLine(shell, { ...program, wrapper })
}
