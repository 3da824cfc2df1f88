/** The statements that the generated blocks of one shell consist of. */
export interface Dialect {
  /** Sets a global variable. */
  readonly set: (name: string, value: string | number) => string
  /** Sets a local variable to a list of words. */
  readonly list: (name: string, words: readonly string[]) => string[]
  /** Calls the function if the first argument of the command is one of the words. */
  readonly dispatch: (
    calls: readonly (readonly [words: readonly string[], call: string])[],
  ) => string[]
}

/** bash needs far more time to assign an array than a text. The text is split where it is used. */
export const bash: Dialect = {
  set: (name, value) => `${name}=${value}`,
  list: (name, words) => statement(`builtin local __assume_${name}='`, words, `'`),
  dispatch: posixDispatch,
}

/** The file declares the arrays, because `builtin local name=(…)` is a syntax error in zsh. */
export const zsh: Dialect = {
  set: (name, value) => `${name}=${value}`,
  list: (name, words) => array(name, words),
  dispatch: posixDispatch,
}

export const fish: Dialect = {
  set: (name, value) => `set -g ${name} ${value}`,
  list: (name, words) => fishList(`set -l ${name} `, words),
  dispatch: (calls) => [
    'switch "$argv[1]"',
    ...calls.flatMap(([words, call]) => [
      `    case ${words.join(' ')}`,
      `        ${call} $argv`,
      '        return',
    ]),
    'end',
  ],
}

export const array = (name: string, words: readonly string[]) => statement(`${name}=(`, words, ')')

/** A command of sh with a long list of words. */
export const command = (start: string, words: readonly string[]) =>
  statement(`${start} `, words, '', { indent: '  ', lineEnd: ' \\' })

export const fishList = (start: string, words: readonly string[]) =>
  statement(start, words, '', { indent: '    ', lineEnd: ' \\' })

function posixDispatch(calls: Parameters<Dialect['dispatch']>[0]): string[] {
  return [
    'case ${1-} in',
    ...calls.flatMap(([words, call]) => [
      `  ${words.join(' | ')})`,
      `    ${call} "$@"`,
      '    return',
      '    ;;',
    ]),
    'esac',
  ]
}

/** Without the indentation of the block. */
const maxColumns = 96

/** A statement with a list of words. `lineEnd` continues it on the next line. */
function statement(
  start: string,
  words: readonly string[],
  end: string,
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
