import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadingLine } from '../formats/loading-line.ts'
import type { Context } from '../model/context.ts'
import type { StartUpLine } from './start-up-files.ts'

/** The output of `assume init`, or a line that sources the wrapper by its path. */
const loads =
  /^[^#]*(?:__assume_script[ =].*|(?:\.|\bsource)\s[^#]*\/shell\/)assume\.(?:bash|zsh|fish)\b/

export const loadingLines = (lines: readonly StartUpLine[]) =>
  lines.filter(({ text }) => loads.test(text))

/** The command name that these lines define; undefined if none defines one. */
export function nameGivenIn(lines: readonly StartUpLine[]): string | undefined {
  const given = lines.map(({ text }) =>
    /^[^#]*\b__assume_cmd[ =]'?([A-Za-z][A-Za-z0-9_]*)/.exec(text),
  )
  return given.find((found) => found !== null)?.[1]
}

/** A path in the line that no longer exists, as after `nvm uninstall`. */
export const goneIn = ({ text }: StartUpLine) =>
  [...text.matchAll(named)]
    .map(([, path = '']) => path)
    .find((path) => path.startsWith('/') && !existsSync(path))

const named = /(?:__assume_(?:node|script)[ =]|; (?:\.|source) )'([^'\\]+)'(?=;)/g

/** The line for this installation; undefined if it differs from the output of `assume init`. */
export function renewed({ text }: StartUpLine, program: Context['program']): string | undefined {
  const { cmd, shell } = asPrinted.exec(text)?.groups ?? {}
  if (shell === undefined) return undefined
  const wrapper = join(dirname(program.script), '..', 'shell', `assume.${shell}`)
  if (!existsSync(wrapper)) return undefined
  return loadingLine(shell, { ...program, wrapper, ...(cmd !== undefined && { cmd }) })
}

const asPrinted =
  /^(?:(?:set -g )?__assume_cmd[ =]'(?<cmd>\w+)'; )?(?:set -g )?__assume_node[ =]'[^'\\]+'; (?:set -g )?__assume_script[ =]'[^'\\]+'; (?:\.|source) '[^'\\]+assume\.(?<shell>bash|zsh|fish)';$/
