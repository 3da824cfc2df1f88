/**
 * What Python's `str.isspace()` takes for white space. JavaScript's `trim()` takes another set: it
 * has the byte order mark, and lacks U+001C to U+001F and U+0085.
 */
const WHITE_SPACE = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008' +
    '\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
)

/**
 * In a line of these alone both languages agree, and JavaScript's own functions, being native, read
 * a file of a thousand profiles in a third of the time.
 */
const isAscii = (text: string) => !/[^\t\x20-\x7e]/.test(text)

/** Python's `str.strip()`. */
export function strip(text: string): string {
  return isAscii(text) ? text.trim() : stripEnd(text.slice(indentOf(text)))
}

/** Python's `str.rstrip()`. A loop, since `/\s+$/` takes quadratic time on long runs of spaces. */
export function stripEnd(text: string): string {
  if (isAscii(text)) return text.trimEnd()
  let end = text.length
  while (end > 0 && WHITE_SPACE.has(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** How many characters of white space a line begins with; a tab counts as one. */
export function indentOf(line: string): number {
  if (isAscii(line)) return line.length - line.trimStart().length
  let indent = 0
  while (indent < line.length && WHITE_SPACE.has(line.charAt(indent))) indent += 1
  return indent
}

/**
 * The lines of a file that Python opened as text, with their numbers: CRLF and a CR alone end a line
 * too. One by one, since a large file has too many to keep.
 */
export function eachLine(text: string, take: (line: string, number: number) => void): void {
  const unix = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
  let number = 1
  let start = 0
  for (let end = unix.indexOf('\n'); end >= 0; end = unix.indexOf('\n', start)) {
    take(unix.slice(start, end), number)
    start = end + 1
    number += 1
  }
  take(unix.slice(start), number)
}

/** Python's `str.splitlines()`, which also breaks at form feeds, separators and U+2028. */
export function splitLines(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines at them
  return text.split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)
}
