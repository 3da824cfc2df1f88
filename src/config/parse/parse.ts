import { finishValue } from './finish-value.ts'
import type { Line, ParsedFile, ParsedSection, ParsedValue, Problem } from './parsed-file.ts'
import { eachLine, indentOf, strip, stripEnd } from './python-text.ts'

/**
 * Parses `~/.aws/config` or `~/.aws/credentials` as botocore does (`configloader.raw_config_parse`,
 * on top of Python's `configparser.RawConfigParser`). If botocore refuses the whole file, this
 * function follows the SDK specification and reports a problem. It never throws.
 */
export function parse(text: string, source: Reading['source']): ParsedFile {
  const reading: Reading = {
    source,
    sections: new Map(),
    defaults: undefined,
    section: undefined,
    keys: new Map(),
    key: undefined,
    blank: 0,
    indent: 0,
    headless: undefined,
    problems: new Map(),
  }
  eachLine(withoutByteOrderMark(reading, text), (line, number) => readLine(reading, number, line))
  return finish(reading)
}

/** Most values are a single line. Large files have many of them, so each value is created only once. */
interface DraftValue {
  readonly line: number
  readonly values: Map<string, ParsedValue>
  /** The lines of values that have more than one. */
  long?: Map<string, Line[]>
}

/** The state of the parser. */
interface Reading {
  readonly source: Pick<ParsedValue, 'file' | 'origin'>
  readonly sections: Map<string, DraftValue>
  /** `[DEFAULT]` is a feature of configparser: every other section inherits its keys. */
  defaults: DraftValue | undefined
  section: DraftValue | undefined
  /** The normalized keys by the text before the `=`. */
  readonly keys: Map<string, string>
  /** The key whose value a more deeply indented line continues. */
  key: string | undefined
  /** The number of blank lines since that key. */
  blank: number
  /** The indentation of the last header or key. */
  indent: number
  /** The first line above all sections. */
  headless: number | undefined
  /** The map key is line and message, because an inherited value is checked once per section. */
  readonly problems: Map<string, Problem>
}

/** Python reads the mark as a character of line 1, which then is neither a header nor a comment. */
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
    // A blank line belongs to the value above, unless the value ends here.
    reading.blank += 1
    return
  }
  const indent = text.length === line.length ? 0 : indentOf(line)
  // A line that is indented more deeply than its key always continues the value.
  if (reading.key !== undefined && indent > reading.indent) {
    continueValue(reading, reading.key, { number, text })
    return
  }
  reading.indent = indent
  reading.blank = 0
  // The name ends at the last `]` of the line. The parser ignores the text after it.
  const name = text.startsWith('[') ? /^\[(.+)\]/s.exec(text)?.[1] : undefined
  if (name !== undefined) startSection(reading, number, name)
  else if (reading.section) readKey(reading, reading.section, number, text)
  else reading.headless ??= number
}

function continueValue(reading: Reading, key: string, line: Line): void {
  const { section } = reading
  const first = section?.values.get(key)
  if (!section || typeof first?.value !== 'string') return
  section.long ??= new Map()
  const lines = section.long.get(key) ?? [{ number: first.line, text: first.value }]
  for (; reading.blank > 0; reading.blank -= 1) lines.push({ number: line.number, text: '' })
  lines.push(line)
  section.long.set(key, lines)
}

function startSection(reading: Reading, line: number, name: string): void {
  // No value precedes the first key of a section, so the first key may be indented.
  reading.key = undefined
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

function readKey(reading: Reading, section: DraftValue, number: number, text: string): void {
  const delimiter = delimiterIn(text)
  if (delimiter <= 0) {
    reading.key = undefined
    refuseLine(reading, number, text)
    return
  }
  const key = keyIn(reading, text.slice(0, delimiter))
  const before = section.values.get(key)
  if (before) {
    const cause = `"${key}" is there already, in line ${before.line}`
    refuse(reading, number, cause, 'keep one of the two; assume takes the last')
    section.long?.delete(key)
  }
  reading.key = key
  const value = strip(text.slice(delimiter + 1))
  const { file, origin } = reading.source
  section.values.set(key, { value, file, line: number, origin })
}

/** The first of the two delimiters ends the key. */
function delimiterIn(text: string): number {
  const equals = text.indexOf('=')
  const colon = text.indexOf(':')
  return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals
}

/** Caches the normalized key, because a few keys occur in thousands of lines. */
function keyIn({ keys }: Reading, text: string): string {
  const known = keys.get(text)
  if (known !== undefined) return known
  const key = stripEnd(text).toLowerCase()
  keys.set(text, key)
  return key
}

/** The message omits the content of the line, because it may be part of a secret. */
function refuseLine(reading: Reading, line: number, text: string): void {
  if (!text.startsWith('[')) {
    refuse(reading, line, 'the line is not "key = value"', 'fix or delete it; assume skips it')
    return
  }
  refuse(reading, line, 'the section is not closed', 'end it with ]; assume skips its keys')
  // The name of the section is unknown. Its keys must not become part of the section above.
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

function finishValues(reading: Reading, draft: DraftValue): ReadonlyMap<string, ParsedValue> {
  for (const key of draft.long?.keys() ?? NONE) finishLong(reading, draft, key)
  const inherited = reading.defaults
  if (!inherited) return draft.values
  for (const key of inherited.long?.keys() ?? NONE) {
    if (!draft.values.has(key)) finishLong(reading, inherited, key)
  }
  return new Map([...inherited.values, ...draft.values])
}

function finishLong(reading: Reading, { values, long }: DraftValue, key: string): void {
  const { value, badLines } = finishValue(long?.get(key) ?? [])
  values.set(key, { ...value, ...reading.source })
  for (const line of badLines) {
    const cause = `the line, in the block below "${key}", is not "key = value"`
    refuse(reading, line, cause, 'fix or delete it; assume skips it')
  }
}

const NONE: readonly never[] = []
