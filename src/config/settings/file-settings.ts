import { AssumeError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'
import { type DangerPattern, dangerPatterns } from './danger-patterns.ts'
import { keepLast, notText, withValue } from './entries.ts'
import { parseSettings, type SettingsEntry, type SettingsSection } from './parse-settings.ts'
import { settingRecords } from './setting-values.ts'
import type { Guard, Setting, SettingName, Settings, TargetSection } from './settings.ts'
import { isTargetSection, readTarget } from './target-section.ts'

/** The content of one settings file. */
export interface FileSettings {
  /** Empty if only the guards of the file count. */
  readonly values: Pick<Settings, SettingName>
  readonly accounts?: ReadonlyMap<string, string>
  readonly targets?: readonly TargetSection[]
  /** Absent if the file has no `danger`. */
  readonly guard?: Guard
  readonly dangerCache?: 'on' | 'off'
  readonly warnings: readonly ConfigWarning[]
}

const NAMES = Object.keys(settingRecords) as readonly SettingName[]

/** The names of the settings by their key in the file. */
const BY_KEY: ReadonlyMap<string, SettingName> = new Map(
  NAMES.map((name) => [settingRecords[name].key, name]),
)

/** All keys, in the order of messages. */
const KEYS: ReadonlySet<string> = new Set(
  [...BY_KEY.keys()].flatMap((key) =>
    key === 'auto_refresh' ? ['danger', 'danger_cache', key] : [key],
  ),
)

/**
 * Reads the settings from a file's text. The last line of a repeated setting wins, as in `ini`.
 * Lines of `danger` add up, and `danger_cache = off` cannot be undone.
 *
 * @param home the home directory, which `~` stands for.
 * @param isForDanger true if only the guards of this file count.
 * @throws AssumeError for a text that cannot be understood.
 */
export function fileSettings(
  text: string,
  file: string,
  home: string,
  isForDanger = false,
): FileSettings {
  const values = new Map<string, SettingsEntry>()
  const accounts = new Map<string, SettingsEntry>()
  const targets: TargetSection[] = []
  const ofTargets: DangerPattern[] = []
  const danger: SettingsEntry[] = []
  let dangerCache: 'on' | 'off' | undefined
  const warnings: ConfigWarning[] = []
  const sections = parseSettings(text, file)
  for (const section of sections) {
    if (section.name === 'accounts') {
      for (const entry of section.entries) keepLast(accounts, accountEntry(entry), warnings)
      continue
    }
    if (isTargetSection(section)) {
      const read = readTarget(section, file, { globalKeys: KEYS, home, isForDanger })
      targets.push(read.target)
      warnings.push(...read.warnings)
      if (read.guard) ofTargets.push(read.guard)
      for (const entry of section.entries) {
        if (entry.key === 'danger_cache') dangerCache = strictest(dangerCache, entry)
      }
      continue
    }
    if (section.name !== undefined) warnings.push(unknownSection(section, section.name, file))
    for (const entry of section.entries) {
      // A guard counts in every section, because it must not be silently ineffective.
      if (entry.key === 'danger') danger.push(withValue(entry))
      else if (entry.key === 'danger_cache') dangerCache = strictest(dangerCache, entry)
      else if (section.name === undefined) keepLast(values, knownEntry(entry, warnings), warnings)
    }
  }
  const names = new Map([...accounts].map(([account, { value }]) => [account, value]))
  const read = danger.map(dangerPatterns)
  const patterns = [...read.flatMap((each) => each.patterns), ...ofTargets]
  const checked = isForDanger ? {} : settingValues(values, home)
  return {
    values: checked,
    ...(sections.some(({ name }) => name === 'accounts') && { accounts: names }),
    ...(targets.length > 0 && !isForDanger && { targets }),
    ...(patterns.length > 0 && { guard: { patterns, accounts: names } }),
    ...(dangerCache && { dangerCache }),
    warnings: [
      ...warnings,
      ...read.flatMap((each) => each.warnings),
      ...trustedInVain(checked, values.get('trust_profiles')),
    ],
  }
}

/** Files that `trust_profiles` names and `profiles` does not. */
function trustedInVain(
  { profiles, trustProfiles }: Pick<Settings, SettingName>,
  entry: SettingsEntry | undefined,
): ConfigWarning[] {
  const others = (trustProfiles?.value ?? []).filter((path) => !profiles?.value.includes(path))
  return others.flatMap((path) =>
    entry
      ? [
          warning(
            entry,
            `trust_profiles names ${path}, and profiles does not`,
            'add it to profiles',
          ),
        ]
      : [],
  )
}

function settingValues(
  entries: ReadonlyMap<string, SettingsEntry>,
  home: string,
): Pick<Settings, SettingName> {
  const values: [string, Setting<unknown>][] = []
  for (const [key, { value, file, line }] of entries) {
    const name = BY_KEY.get(key)
    if (name === undefined || value === '') continue
    const location = `${file}:${line}, ${key}`
    values.push([name, { value: settingRecords[name].parse(value, location, home), location }])
  }
  return Object.fromEntries(values)
}

function knownEntry(entry: SettingsEntry, warnings: ConfigWarning[]): SettingsEntry | undefined {
  if (KEYS.has(entry.key.replace(/\[\]$/, ''))) return withValue(entry)
  if (entry.key === 'accounts') {
    throw new AssumeError(`${entry.file}:${entry.line}: accounts is a section and not a setting`, [
      'write [accounts], and below it a line for each: 123456789012 = main',
    ])
  }
  warnings.push(unknown(entry, `there is no setting "${entry.key}"`, entry.key))
  return undefined
}

function strictest(before: 'on' | 'off' | undefined, entry: SettingsEntry): 'on' | 'off' {
  const { value, file, line } = entry
  if (value === 'on' || value === 'off') return before === 'off' ? before : value
  throw new AssumeError(`${file}:${line}: danger_cache "${value}" is neither on nor off`, [
    'write danger_cache = off, so that no session of these targets is on disk',
  ])
}

/** A line of the section `[accounts]`: `123456789012 = main`. */
function accountEntry(entry: SettingsEntry): SettingsEntry {
  const { key, value, file, line } = entry
  if (/^\d{12}$/.test(key) && isAccountName(value)) return entry
  throw new AssumeError(
    `${file}:${line}: [accounts] has twelve digits and a name without spaces or @`,
    [
      'write a line like 123456789012 = main',
      ...(KEYS.has(key) ? [`${key} stands above the first [section]`] : []),
    ],
  )
}

/** The prompt shows the name after an @. */
const isAccountName = (text: string) => /^[^\s\p{C}@]{1,63}$/u.test(text)

function unknownSection(
  { line, entries }: SettingsSection,
  name: string,
  file: string,
): ConfigWarning {
  if (KEYS.has(name)) throw notText(`${file}:${line}`, name)
  const [misplaced] = entries.filter(({ key }) => KEYS.has(key))
  const message = `there is no section [${name}]`
  if (!misplaced) return unknown({ file, line }, message, name.split(' ')[0] ?? name)
  return warning({ file, line }, message, `${misplaced.key} stands above the first [section]`)
}

function unknown(
  place: Pick<SettingsEntry, 'file' | 'line'>,
  message: string,
  name: string,
): ConfigWarning {
  const known = nearest(name, [...KEYS, 'accounts', 'target'])
  const all = [...KEYS].join(', ')
  return warning(place, message, known ? `did you mean ${known}?` : `the settings are: ${all}`)
}
