import { finishValue } from './finish-value.ts'
import type { Line, ParsedFile, ParsedSection, ParsedValue, Problem } from './parsed-file.ts'
import { fileLines, indentOf, strip, stripEnd } from './python-text.ts'

/**
 * Reads `~/.aws/config` or `~/.aws/credentials` as botocore does (`configloader.raw_config_parse`,
 * on top of Python's `configparser.RawConfigParser`). Where botocore refuses the whole file this
 * goes on with what the SDK specification says, and reports a problem. Never throws.
 */
export function parse(text: string): ParsedFile {
  const reading: Reading = {
    sections: new Map(),
    defaults: undefined,
    section: undefined,
    value: undefined,
    indent: 0,
    headless: undefined,
    problems: new Map(),
  }
  const lines = fileLines(withoutByteOrderMark(reading, text))
  for (const [index, line] of lines.entries()) readLine(reading, index + 1, line)
  return finish(reading)
}

interface Draft {
  readonly line: number
  /** Each value as the lines it is made of. */
  readonly values: Map<string, Line[]>
}

/** Where the reader stands. */
interface Reading {
  readonly sections: Map<string, Draft>
  /** `[DEFAULT]` is configparser's own: every other section inherits its keys. */
  defaults: Draft | undefined
  section: Draft | undefined
  /** The value that a deeper indented line would continue. */
  value: Line[] | undefined
  /** Indentation of the last header or key. */
  indent: number
  /** First line that stands above every section. */
  headless: number | undefined
  /** By line and message, since an inherited value is looked at once for every section. */
  readonly problems: Map<string, Problem>
}

/** Python keeps the mark as a character of line 1, which then is neither header nor comment. */
function withoutByteOrderMark(reading: Reading, text: string): string {
  if (!text.startsWith('\ufeff')) return text
  refuse(reading, 1, 'it begins with a byte order mark', 'save it as UTF-8 without a BOM')
  return text.slice(1)
}

function readLine(reading: Reading, number: number, line: string): void {
  const text = strip(line)
  // Only a whole line can be a comment. After a value, `# home` is part of the value.
  if (text.startsWith('#') || text.startsWith(';')) return
  if (text === '') {
    // A blank line belongs to the value above it; joining drops the ones at its end.
    reading.value?.push({ number, text })
    return
  }
  const indent = indentOf(line)
  // Deeper than its key, a line continues the value, whatever it looks like.
  if (reading.value && indent > reading.indent) {
    reading.value.push({ number, text })
    return
  }
  reading.indent = indent
  // The name goes to the last `]` of the line; what follows is ignored.
  const name = /^\[(.+)\]/s.exec(text)?.[1]
  if (name !== undefined) startSection(reading, number, name)
  else if (reading.section) readKey(reading, reading.section, number, text)
  else reading.headless ??= number
}

function startSection(reading: Reading, line: number, name: string): void {
  // There is no value yet to be continued, so the first key may be indented.
  reading.value = undefined
  if (name === 'DEFAULT') {
    reading.defaults ??= { line, values: new Map() }
    reading.section = reading.defaults
    return
  }
  const known = reading.sections.get(name)
  if (known) {
    const cause = `[${name}] is there already, in line ${known.line}`
    refuse(reading, line, cause, 'make them one section, as assume reads them')
  }
  reading.section = known ?? { line, values: new Map() }
  reading.sections.set(name, reading.section)
}

function readKey(reading: Reading, section: Draft, number: number, text: string): void {
  const delimiter = text.search(/[=:]/)
  if (delimiter <= 0) {
    reading.value = undefined
    refuseLine(reading, number, text)
    return
  }
  const key = stripEnd(text.slice(0, delimiter)).toLowerCase()
  const before = section.values.get(key)?.[0]
  if (before) {
    const cause = `"${key}" is there already, in line ${before.number}`
    refuse(reading, number, cause, 'keep one of the two; assume takes the last')
  }
  reading.value = [{ number, text: strip(text.slice(delimiter + 1)) }]
  section.values.set(key, reading.value)
}

/** Says nothing of what is in the line: it may be half of a secret. */
function refuseLine(reading: Reading, line: number, text: string): void {
  if (!text.startsWith('[')) {
    refuse(reading, line, 'the line is not "key = value"', 'mend or delete it; assume skips it')
    return
  }
  refuse(reading, line, 'the section is not closed', 'end it with ]; assume skips its keys')
  // Whose keys come now is not known, and they must not fall to the section above.
  reading.section = { line, values: new Map() }
}

function refuse(reading: Reading, line: number, cause: string, hint: string): void {
  const message = `the AWS CLI refuses this whole file: ${cause}`
  reading.problems.set(`${line} ${message}`, { line, message, hint, refused: true })
}

function finish(reading: Reading): ParsedFile {
  if (reading.headless !== undefined) {
    const cause = 'the line stands above the first section'
    refuse(reading, reading.headless, cause, 'begin with a section, such as [default]')
  }
  const sections = new Map<string, ParsedSection>()
  for (const [name, draft] of reading.sections) {
    sections.set(name, { line: draft.line, values: finishValues(reading, draft) })
  }
  const problems = [...reading.problems.values()].sort((a, b) => a.line - b.line)
  return { sections, defaultsLine: reading.defaults?.line, problems }
}

function finishValues(reading: Reading, { values }: Draft): Map<string, ParsedValue> {
  const finished = new Map<string, ParsedValue>()
  const inherited = reading.defaults?.values
  for (const [key, lines] of inherited ? new Map([...inherited, ...values]) : values) {
    const { value, badLines } = finishValue(lines)
    finished.set(key, value)
    for (const line of badLines) {
      const cause = `the line, in the block below "${key}", is not "key = value"`
      refuse(reading, line, cause, 'mend or delete it; assume skips it')
    }
  }
  return finished
}
