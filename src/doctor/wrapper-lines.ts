import { existsSync } from 'node:fs'
import type { StartUpLine } from './start-up-files.ts'

/** What `assume init` prints, or a line that sources the wrapper by its path, wherever it was put. */
const loads =
  /^[^#]*(?:__assume_script[ =].*|(?:\.|\bsource)\s[^#]*\/shell\/)assume\.(?:bash|zsh|fish)\b/

export const loadingLines = (lines: readonly StartUpLine[]) =>
  lines.filter(({ text }) => loads.test(text))

/** What these lines call the command; undefined where none has another name for it. */
export function nameGivenIn(lines: readonly StartUpLine[]): string | undefined {
  const given = lines.map(({ text }) =>
    /^[^#]*\b__assume_cmd[ =]'?([A-Za-z][A-Za-z0-9_]*)/.exec(text),
  )
  return given.find((found) => found !== null)?.[1]
}

/** The paths in a line that lead nowhere any more, as after `nvm uninstall`. */
export const goneIn = ({ text }: StartUpLine) =>
  [...text.matchAll(/__assume_(?:node|script)[ =]'([^'\\]+)'/g)]
    .map(([, path = '']) => path)
    .filter((path) => path.startsWith('/') && !existsSync(path))
