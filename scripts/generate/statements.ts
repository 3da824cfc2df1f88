/** Without the indentation of the block. */
const maxColumns = 96

/** A statement with a list of words. `lineEnd` continues it on the next line. */
export function statement(
  start: string,
  words: readonly string[],
  end = '',
  { indent = '  ', lineEnd = '' } = {},
): string[] {
  const lines: string[] = []
  let line = start
  let separator = ''
  for (const word of words) {
    if (separator && line.length + 1 + word.length + lineEnd.length > maxColumns) {
      lines.push(line + lineEnd)
      line = indent + word
    } else {
      line += separator + word
    }
    separator = ' '
  }
  return [...lines, line + end]
}

export const array = (name: string, words: readonly string[]) => statement(`${name}=(`, words, ')')

export const assignment = (name: string, value: string | number) => `${name}=${value}`

/** The commands that get the terminal, and the function that runs them. */
export type Calls = readonly (readonly [words: readonly string[], call: string])[]

/** Calls the function if the first argument is one of the words. */
export const posixCase = (calls: Calls): string[] => [
  'case ${1-} in',
  ...calls.flatMap(([words, call]) => [
    `  ${words.join(' | ')})`,
    `    ${call} "$@"`,
    '    return',
    '    ;;',
  ]),
  'esac',
]
