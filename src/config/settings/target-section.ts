import { AssumeError } from '../../model/errors.ts'
import { regionMeant } from '../../model/known-regions.ts'
import { nearest } from '../../model/nearest.ts'
import { isConsoleService } from '../../model/values/console-service.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'
import type { DangerPattern } from './danger-patterns.ts'
import { keepLast, withValue } from './entries.ts'
import { decodeValue, type SettingsEntry, type SettingsSection } from './parse-settings.ts'
import { promptColors } from './prompt-style.ts'
import { type Parse, settingRecords } from './setting-values.ts'
import type { TargetSection, TargetValues } from './settings.ts'
import { unusualPattern } from './unusual-pattern.ts'

/** A section `[target "PATTERN"]` as it is read. */
interface ReadTarget {
  readonly target: TargetSection
  /** Present for `danger = on`. */
  readonly guard?: DangerPattern
  readonly warnings: readonly ConfigWarning[]
}

const records: {
  readonly [name in keyof TargetValues]: {
    readonly key: string
    readonly parse: Parse<TargetValues[name]>
  }
} = {
  region: settingRecords.region,
  duration: settingRecords.duration,
  label: { key: 'label', parse: checkedLabel },
  promptColour: { key: 'prompt_colour', parse: checkedColour },
  consoleService: { key: 'console_service', parse: checkedService },
}

const names = Object.keys(records) as readonly (keyof TargetValues)[]
const keys: readonly string[] = [...names.map((name) => records[name].key), 'danger']

/** The text after `target` in the header of such a section; undefined for other sections. */
const patternIn = ({ header = '' }: SettingsSection) =>
  /^\s*target(?![\w-])\s*(.*?)\s*$/s.exec(header)?.[1]

export const isTargetSection = (section: SettingsSection) => patternIn(section) !== undefined

/**
 * Reads a section `[target "PATTERN"]`. Its `danger = on` is a guard with this pattern.
 *
 * @param globalKeys the keys that are valid above the first section.
 * @param isForDanger true if only the guards of this file count.
 * @throws AssumeError for a section without a pattern, and for an invalid value.
 */
export function readTarget(
  section: SettingsSection,
  file: string,
  { globalKeys, home, isForDanger }: TargetFile,
): ReadTarget {
  const { line } = section
  const pattern = checkedPattern(patternIn(section) ?? '', `${file}:${line}`)
  const warnings: ConfigWarning[] = []
  const odd = unusualPattern(pattern, false, `[target "${pattern}"]`)
  if (odd) warnings.push(warning({ file, line }, odd.message, odd.hint))
  const entries = new Map<string, SettingsEntry>()
  const dangers: SettingsEntry[] = []
  for (const entry of section.entries) {
    if (entry.key === 'danger') dangers.push(entry)
    else if (keys.includes(entry.key)) keepLast(entries, withValue(entry), warnings)
    else if (entry.key !== 'danger_cache') warnings.push(unknown(entry, globalKeys))
  }
  const [guarding] = dangers.filter(isOn)
  return {
    target: { pattern, file, line, values: isForDanger ? {} : valuesIn(entries, home, warnings) },
    ...(guarding && {
      guard: { pattern, written: pattern, file, line: guarding.line, isOfTarget: true },
    }),
    warnings,
  }
}

interface TargetFile {
  readonly globalKeys: ReadonlySet<string>
  readonly home: string
  readonly isForDanger: boolean
}

function checkedPattern(text: string, place: string): string {
  const isQuoted = /^(["']).*\1$/s.test(text) && text.length > 1
  const pattern = (isQuoted ? decodeValue(text).replace(/^"(.*)"$/s, '$1') : text).trim()
  if (pattern !== '') return pattern
  throw new AssumeError(`${place}: [target] has no pattern, so it matches nothing`, [
    'write a line like [target "payments-*:*"]',
  ])
}

function valuesIn(
  entries: ReadonlyMap<string, SettingsEntry>,
  home: string,
  warnings: ConfigWarning[],
): TargetSection['values'] {
  const values = names.flatMap((name) => {
    const { key, parse } = records[name]
    const entry = entries.get(key)
    if (!entry || entry.value === '') return []
    const location = `${entry.file}:${entry.line}, ${key}`
    return [[name, { value: parse(entry.value, location, home), location }] as const]
  })
  const region = entries.get('region')
  const meant = region && regionMeant(region.value)
  if (meant) {
    const message = `region is "${region.value}", which is no region that assume knows`
    warnings.push(warning(region, message, `did you mean ${meant}?`))
  }
  return Object.fromEntries(values)
}

/** Other words could be patterns that stand in the wrong section, so they must not be ignored. */
function isOn({ value, file, line }: SettingsEntry): boolean {
  if (value === 'on' || value === 'off') return value === 'on'
  throw new AssumeError(`${file}:${line}: danger "${value}" of a [target] is neither on nor off`, [
    'write danger = on; patterns stand above the first [section]',
  ])
}

function unknown(entry: SettingsEntry, globalKeys: ReadonlySet<string>): ConfigWarning {
  const message = `a [target] has no setting "${entry.key}"`
  if (globalKeys.has(entry.key)) {
    return warning(entry, message, `${entry.key} stands above the first [section]`)
  }
  const known = nearest(entry.key, keys)
  const hint = known ? `did you mean ${known}?` : `its settings are: ${keys.join(', ')}`
  return warning(entry, message, hint)
}

function checkedLabel(text: string, where: string): string {
  if (/^[^\p{C}]{1,63}$/u.test(text)) return text
  throw invalidValue(where, 'it is longer than 63 characters, or has an invisible one')
}

function checkedColour(text: string, where: string): string {
  if (promptColors.includes(text)) return text
  throw invalidValue(where, `"${text}" is not a colour`, [`there are ${promptColors.join(', ')}`])
}

function checkedService(text: string, where: string): string {
  if (isConsoleService(text)) return text
  throw invalidValue(where, `"${text}" is not the name of a service`, [
    'it is the first word of its address in the console: s3, ec2, cloudwatch',
  ])
}
