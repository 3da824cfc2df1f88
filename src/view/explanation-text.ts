import type { CachedSteps } from '../cache/cached-steps.ts'
import { keyAt, type Profile, type Profiles, placeOf } from '../config/profile.ts'
import { utcSeconds } from '../formats/variables.ts'
import type { ExplainedStep, Explanation } from '../plan/explain.ts'
import type { Source } from '../plan/plan.ts'
import { accountOf } from '../plan/route/route.ts'
import { sourceOfKind } from '../sources/index.ts'
import { howToKnow } from './how-to-know.ts'

/** A plan as lines of text. The location of each value follows an arrow. */
export function explanationText(
  {
    target,
    known,
    endpointConfig,
    source,
    steps,
    notes,
    needs,
    danger,
    settingsFiles,
    asks,
  }: Explanation,
  endpoint: string,
  cached: CachedSteps,
  { profiles }: Profiles,
): string[] {
  const profile = source.profile === undefined ? undefined : profiles.get(source.profile)
  const sourcePlace = profile && placeOfSource(source, profile)
  const defaults = known?.defaults
  const ofTarget = (name: 'promptColour' | 'consoleService') =>
    defaults?.[name] && because(defaults[name].value, defaults[name].location)
  const placeOfProfile = (name: string) => {
    const found = profiles.get(name)
    const place = found && placeOf(found)
    return place === undefined ? name : `${name}, ${place}`
  }
  const team = known?.profile === undefined ? undefined : profiles.get(known.profile)?.team
  return sections(
    [
      target,
      [
        ['file', team && because(placeOfProfile(known?.profile ?? ''), team.namedBy)],
        ['prompt', known && because(known.label, defaults?.label?.location)],
        ['prompt colour', ofTarget('promptColour')],
        ['console page', ofTarget('consoleService')],
        ['region', because(endpointConfig.region, known?.why.region)],
        ['endpoint', because(endpoint, known?.why.endpoint)],
        ['FIPS', endpointConfig.fips ? because('yes', known?.why.fips) : undefined],
        ['dual stack', endpointConfig.dualstack ? because('yes', known?.why.dualstack) : undefined],
        [
          'trusts',
          endpointConfig.caBundle &&
            because(endpointConfig.caBundle.path, endpointConfig.caBundle.from),
        ],
        [
          'danger',
          danger && because(`${danger.matches} matches "${danger.pattern}"`, danger.place),
        ],
        ['settings', inForce(settingsFiles)],
      ],
    ],
    [
      `source: ${sourceName(source)}`,
      [
        ...rowsOf(source, sourcePlace),
        ['runs', asks && `assume itself, for ${asks.explanation.target}, as below`],
      ],
    ],
    ...steps.map(
      (step, index): Section => [
        `${index + 1}. ${step.operation} ${step.input.RoleArn ?? ''}`.trimEnd(),
        [
          ['profile', step.profile && placeOfProfile(step.profile)],
          ...parameters(step),
          ['why', step.why],
          ['cached', cached[index] && `until ${utcSeconds(cached[index])}, so it is not called`],
        ],
      ],
    ),
    ['no call', known && steps.length === 0 ? [['', 'the keys are taken as they are']] : []],
    ['the shell gets', [...Object.entries(known?.settings ?? {})]],
    ['notes', notes.map((note) => ['', note])],
    [
      'not known without asking',
      [
        ...needs.map((need): ExplanationRow => [need.fact, howToKnow(need)]),
        ...(known ? [] : [['', 'the rest of the plan hangs on it'] as const]),
      ],
    ],
  )
}

type ExplanationRow = readonly [string, string | undefined]
type Section = readonly [string, readonly ExplanationRow[]]

/** The non-empty sections, separated by an empty line. */
function sections(...all: readonly Section[]): string[] {
  const shown = all
    .map(([title, rows]) => [title, rows.filter(([, value]) => value !== undefined)] as const)
    .filter(([, rows]) => rows.length > 0)
  return shown.flatMap(([title, rows], index) => [
    ...(index > 0 ? [''] : []),
    title,
    ...aligned(rows),
  ])
}

function aligned(rows: readonly ExplanationRow[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${width > 0 ? `${name.padEnd(width)}  ` : ''}${value}`)
}

function inForce(files: Explanation['settingsFiles']): string {
  const found = files.filter(({ isThere }) => isThere)
  const shown = found.map(
    ({ file, isForDanger }) => `${file}${isForDanger ? ', danger alone' : ''}`,
  )
  return shown.join('; ') || `none, ${files.map(({ file }) => file).join(', ')} is not there`
}

/**
 * The line of the profile that selects the source: `~/.aws/config:12`, with the key if it is one of another
 * tool.
 */
function placeOfSource({ kind }: Source, profile: Profile): string | undefined {
  const key = sourceOfKind(kind).profileKeys.find((each) => profile.keys.has(each))
  const isOfOtherTool = key !== undefined && profile.keys.get(key)?.writtenAs !== undefined
  return isOfOtherTool ? keyAt(profile, key) : placeOf(profile, key)
}

const because = (value: string, from: string | undefined) =>
  from === undefined ? value : `${value} ← ${from}`

function sourceName({ kind, profile }: Source): string {
  const { title } = sourceOfKind(kind)
  return profile === undefined ? title : `${title} of profile "${profile}"`
}

function rowsOf(source: Source, place: string | undefined): ExplanationRow[] {
  const { kind, identity, tokenFor } = source
  const named = sourceOfKind(kind).identityTitle
  return [
    ['from', place],
    ...(named === undefined ? [] : [[named, identity] as const]),
    ['account', tokenFor === undefined ? accountOf(source) : undefined],
    ['are', tokenFor === undefined ? kindOf(source) : undefined],
  ]
}

function kindOf({ isLongTerm, isUnsure }: Source): string {
  if (isUnsure) return "a user's or temporary: that shows when the program is run"
  return isLongTerm ? ofUser : temporary
}

const ofUser = 'those of a user, which alone can ask for MFA and for roles of more than an hour'
const temporary = 'temporary, so roles taken with them last an hour at the most'

/** The parameters of the call without the ARN, which is in the title. */
function parameters({ operation, input, from }: ExplainedStep): ExplanationRow[] {
  const { RoleArn: _, ...others } = { ...input }
  const duration = operation !== 'GetSessionToken' && !('DurationSeconds' in others)
  const device = 'SerialNumber' in from && !('SerialNumber' in others)
  return [
    ...Object.entries(others).map(
      ([name, value]): ExplanationRow => [
        names.get(name) ?? name,
        because(shown(name, value), from[name]),
      ],
    ),
    ...(duration ? [['duration', because('1 h', 'what AWS gives if nobody asks')] as const] : []),
    ...(device ? [['MFA', because('not known', from.SerialNumber)] as const] : []),
  ]
}

const names: ReadonlyMap<string, string> = new Map([
  ['RoleSessionName', 'session name'],
  ['DurationSeconds', 'duration'],
  ['ExternalId', 'external id'],
  ['SerialNumber', 'MFA'],
])

/** An external ID can be confidential, so the screen does not show it. */
function shown(name: string, value: unknown): string {
  if (name === 'ExternalId') return 'sent'
  if (name === 'DurationSeconds' && typeof value === 'number') return time(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function time(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} s`
  const [hours, minutes] = [Math.floor(seconds / 3600), (seconds / 60) % 60]
  return [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`].filter(Boolean).join(' ')
}
