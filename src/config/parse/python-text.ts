/**
 * The white space of Python's `str.isspace()` beyond ASCII. JavaScript's `trim()` differs: it
 * includes the byte order mark, and it lacks U+001C to U+001F and U+0085.
 */
const WIDE_SPACE = new Set(
  '\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028' +
    '\u2029\u202f\u205f\u3000',
)

function isSpace(code: number): boolean {
  if (code > 0x20) return code >= 0x80 && WIDE_SPACE.has(String.fromCharCode(code))
  return code >= 0x1c || (code >= 0x09 && code <= 0x0d)
}

/**
 * Python's `str.strip()`. The functions here use loops, because `/\s+$/` takes quadratic time on
 * long runs of spaces, and a function creates its regular expressions again for every line.
 */
export function strip(text: string): string {
  const start = indentOf(text)
  return stripEnd(start === 0 ? text : text.slice(start))
}

/** Python's `str.rstrip()`. */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1
  return end === text.length ? text : text.slice(0, end)
}

/** The number of leading white space characters. A tab counts as one. */
export function indentOf(line: string): number {
  let indent = 0
  while (indent < line.length && isSpace(line.charCodeAt(indent))) indent += 1
  return indent
}

/**
 * Calls `take` for each line of a file that Python would open as text: CRLF and CR also end a line.
 * It creates no list, because large files have many lines.
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
