import { AssumeError } from '../../model/errors.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'
import type { SettingsEntry } from './parse-settings.ts'

/** Adds an entry. The last line of a repeated key counts, with a warning if it has another value. */
export function keepLast(
  entries: Map<string, SettingsEntry>,
  entry: SettingsEntry | undefined,
  warnings: ConfigWarning[],
): void {
  if (!entry) return
  const { key, value, line } = entry
  const before = entries.get(key)
  entries.set(key, entry)
  if (!before || before.value === value) return
  warnings.push(
    warning(
      before,
      `"${key}" is set again in line ${line}, and this line does not count`,
      'keep one of the two',
    ),
  )
}

/** `ini` reads `key[] = value` as a list and these words as a boolean or null. */
export function withValue(entry: SettingsEntry): SettingsEntry {
  const { key, value, file, line } = entry
  if (!key.endsWith('[]') && !/^(true|false|null)$/.test(value)) return entry
  throw notText(`${file}:${line}`, key.replace(/\[\]$/, ''))
}

export const notText = (place: string, key: string) =>
  new AssumeError(`${place}: the setting ${key} has no value`, [`write ${key} = VALUE`])
