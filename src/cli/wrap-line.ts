import { commandName } from '../model/command-name.ts'
import type { Context } from '../model/context.ts'

/** Columns. A narrower terminal breaks lines anyway. */
const narrowest = 40

/** The width of `assume: ` and of `  hint: `. */
const messageIndent = 8

/**
 * Wraps the lines of a message if its destination is a terminal. In a pipe nothing is wrapped.
 *
 * @param indent columns before each line after the first.
 */
export function wrapForTerminal(
  lines: readonly string[],
  { env, isTerminal, columns }: Pick<Context, 'env' | 'isTerminal' | 'columns'>,
  fileDescriptor: 1 | 2 = 2,
  indent = messageIndent,
): readonly string[] {
  if (lines.every(({ length }) => length <= narrowest) || !isTerminal(fileDescriptor)) return lines
  const width = columns(fileDescriptor) ?? 0
  return lines.flatMap((line) => wrapLine(line, width, commandName(env), indent))
}

/**
 * Breaks a message at spaces, so that no line is longer than the terminal is wide. The next lines have the
 * indent. A line with a command, a path or an address stays whole, because half of it would be pasted and
 * run. So does a name in quotes.
 */
export function wrapLine(
  line: string,
  columns: number,
  command = 'assume',
  indent = messageIndent,
): readonly string[] {
  if (columns < narrowest || widthOf(line) <= columns || isForPasting(line, command)) return [line]
  const lines: string[] = []
  let current = ''
  for (const word of wordsOf(line)) {
    const longer = current === '' ? word : `${current} ${word}`
    if (current !== '' && widthOf(longer) > columns) {
      lines.push(current)
      current = `${' '.repeat(indent)}${word}`
    } else current = longer
  }
  return [...lines, current]
}

/** The spaces at the beginning belong to the first word, and those in quotes to the name. */
const wordsOf = (line: string) => line.match(/^ *[^ ]+|"[^"]*"[^ "]*|[^ ]+/g) ?? []

/** An option, a variable, a path, an ARN, a URL, a file with a line number, or a program with a word after it. */
function isForPasting(line: string, command: string): boolean {
  const text = line.replace(/^(assume| *hint): /, '')
  return special.test(text) || ours(command).test(text)
}

const special =
  /(^|[\s"'(=])(--?[a-z]|~|\.{0,2}\/\S|[A-Z_]{2,}=|\$\(|arn:)|:\/\/|\w:\d|(?:^ *|: |\bor |; )(?:sudo |command )?(?:aws|export|unset|eval|exec|set|setopt|chmod|chown|rm|mv|ls|df|sh|source|type|ulimit|findmnt|npm|echo|printf)\s+\S/

const ours = (command: string) => new RegExp(`(?:^ *|: |\\bor )${command} \\S`)

/** East Asian characters and emoji take two columns. */
const widthOf = (text: string) =>
  /^[\x20-\x7e]*$/.test(text)
    ? text.length
    : [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0)

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
