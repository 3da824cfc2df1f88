import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Context } from '../model/context.ts'
import { shells } from '../shells/index.ts'
import { loadingLine, loadingLinePattern } from '../shells/loading-line.ts'
import type { StartUpLine } from './start-up-files.ts'

/** The output of `assume init`, or a line that sources the wrapper by its path. */
const loads = new RegExp(
  `^[^#]*(?:__assume_script[ =].*|(?:\\.|\\bsource)\\s[^#]*/shell/)assume\\.(?:${shells.map(({ name }) => name).join('|')})\\b`,
)

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
  for (const shell of shells) {
    const found = loadingLinePattern(shell).exec(text)
    const wrapper = join(dirname(program.script), '..', 'shell', `assume.${shell.name}`)
    if (!found || !existsSync(wrapper)) continue
    const cmd = found.groups?.cmd
    return loadingLine(shell, { ...program, wrapper, ...(cmd !== undefined && { cmd }) })
  }
  return undefined
}
