import type { Line, ParsedValue } from './parsed-file.ts'
import { splitLines, strip, stripEnd } from './python-text.ts'

interface Finished {
  readonly value: Pick<ParsedValue, 'value' | 'line' | 'continued'>
  /** The lines of a nested block that are not keys. */
  readonly badLines: readonly number[]
}

/** Builds a value from several lines. */
export function finishValue(lines: readonly Line[]): Finished {
  const line = lines[0]?.number ?? 0
  const text = stripEnd(lines.map((each) => each.text).join('\n'))
  const continued = lines.slice(1).filter((each) => each.text !== '')
  if (!text.startsWith('\n')) return { value: { value: text, line, continued }, badLines: [] }
  // If the text after `=` is empty, botocore reads the lines below as nested keys, one level deep
  // (`_parse_nested`).
  const { keys, badLines } = nestedBlock(continued)
  return { value: { value: keys, line, continued }, badLines }
}

/** In a nested block only `=` ends a key, keys are case-sensitive, and the last of two equal keys wins. */
function nestedBlock(lines: readonly Line[]): { keys: Map<string, string>; badLines: number[] } {
  const keys = new Map<string, string>()
  const badLines: number[] = []
  for (const { number, text } of lines) {
    for (const part of splitLines(text).map(strip)) {
      const delimiter = part.indexOf('=')
      if (delimiter >= 0)
        keys.set(strip(part.slice(0, delimiter)), strip(part.slice(delimiter + 1)))
      else if (part !== '') badLines.push(number)
    }
  }
  return { keys, badLines }
}
