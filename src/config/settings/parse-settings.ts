import { unsafe } from 'ini'

/**
 * What cannot be understood in a settings file. No AssumeError: this code is a bundle of its own, in
 * which that would be another class.
 */
export class SettingsMistake extends Error {
  readonly hints: readonly string[]

  constructor(message: string, hints: readonly string[]) {
    super(message)
    this.hints = hints
  }
}

/** One line `key = value` of a settings file. */
export interface SettingsEntry {
  /** The name between `[` and `]` above it. Absent above the first section. */
  readonly section?: string
  readonly key: string
  /** As the package `ini` decodes it: without quotes, escapes and comment. */
  readonly value: string
  /** As written, comment included, without the white space around it. */
  readonly raw: string
  readonly file: string
  readonly line: number
}

export interface SettingsSection {
  /** Absent for what stands above the first section. */
  readonly name?: string
  /** Of its header; 0 where it has none. */
  readonly line: number
  readonly entries: readonly SettingsEntry[]
}

/**
 * Reads the text of a settings file. Keeps what `ini` drops: the order of lines and sections, those
 * that are there more than once, and where each stands. Pure.
 *
 * @throws SettingsMistake for a line that is neither a section, a setting nor a comment.
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
      section = { name: decodeValue(header), line, entries }
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

/** What `ini` makes of the text after a `=`. */
export function decodeValue(raw: string): string {
  const value: unknown = unsafe(raw)
  // Of what stands in single quotes `ini` makes a number or more, where it can.
  return typeof value === 'string' ? value : raw.trim().slice(1, -1)
}

/** It is not quoted: a command such as `mfa_process` may hold a password. */
const brokenLine = (place: string, written: string) =>
  written.startsWith('[')
    ? new SettingsMistake(
        `${place}: the name of a section stands between [ and ], alone on its line`,
        ['write a line like [accounts]'],
      )
    : new SettingsMistake(`${place}: this line is neither a section nor a setting`, [
        'write KEY = VALUE on one line; a comment begins with #',
      ])
