import { unsafe } from 'ini'
import { AssumeError } from '../../model/errors.ts'

/** One line `key = value` of a settings file. */
export interface SettingsEntry {
  /** The name of the section. Absent above the first section. */
  readonly section?: string
  readonly key: string
  /** The value as the package `ini` decodes it: without quotes, escapes and comment. */
  readonly value: string
  /** The text in the file with its comment, without surrounding white space. */
  readonly raw: string
  readonly file: string
  readonly line: number
}

export interface SettingsSection {
  /** Absent above the first section. */
  readonly name?: string
  /** The text between the brackets as it is in the file. */
  readonly header?: string
  /** The line of the header; 0 without a header. */
  readonly line: number
  readonly entries: readonly SettingsEntry[]
}

/**
 * Parses the text of a settings file. Unlike `ini` it preserves the order of lines and sections,
 * repeated entries, and line numbers.
 *
 * @throws AssumeError for a line that is neither a section, a setting nor a comment.
 */
export function parseSettings(text: string, file: string): readonly SettingsSection[] {
  let entries: SettingsEntry[] = []
  let section: SettingsSection = { line: 0, entries }
  const sections = [section]
  for (const [index, whole] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1
    const written = whole.trim()
    if (written === '' || /^[#;]/.test(written)) continue
    const header = /^\[((?:"[^"]*"|[^\]"])*)\]\s*(?:[#;].*)?$/.exec(written)?.[1]
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(written) ?? []
    if (header !== undefined) {
      entries = []
      section = { name: decodeValue(header), header, line, entries }
      sections.push(section)
    } else if (key !== undefined && value !== undefined && !written.startsWith('[')) {
      const raw = value.trim()
      const { name } = section
      entries.push({
        ...(name !== undefined && { section: name }),
        key: decodeValue(key),
        value: decodeValue(raw),
        raw,
        file,
        line,
      })
    } else throw brokenLine(`${file}:${line}`, written)
  }
  return sections
}

/** Decodes the text after `=` as `ini` does. */
export function decodeValue(raw: string): string {
  const value: unknown = unsafe(raw)
  // `ini` converts some texts in single quotes to a number or another type.
  return typeof value === 'string' ? value : raw.trim().slice(1, -1)
}

/** The message does not quote the line, because a command such as `mfa_process` may contain a password. */
const brokenLine = (place: string, written: string) =>
  written.startsWith('[')
    ? new AssumeError(`${place}: the name of a section needs [ and ], and a line of its own`, [
        'write a line like [accounts]',
      ])
    : new AssumeError(`${place}: this line is neither a section nor a setting`, [
        'write KEY = VALUE on one line; a comment begins with #',
      ])
