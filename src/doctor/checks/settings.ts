import type { DangerPattern } from '../../config/settings/danger-patterns.ts'
import type { Guard, Settings, SettingsFile } from '../../config/settings/settings.ts'
import type { AssumeError } from '../../model/errors.ts'
import { type Traits, textsOf } from '../../plan/danger/danger.ts'
import { matchesPattern } from '../../plan/danger/danger-pattern.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { Check } from '../check-context.ts'
import { brokenBy, type Finding, ok } from '../finding.ts'
import { knownTargets } from '../known-targets.ts'

/** The settings files in use, and whether each `danger` pattern matches a profile. */
export const settings: Check = {
  title: 'settings of assume',
  look({ inputs, settingsTrouble }) {
    if (settingsTrouble) return [settingsUnreadable(settingsTrouble)]
    const { files, guards, warnings } = inputs.settings
    const known = knownTargets(inputs)
    return [
      ...files.flatMap((file) => inForce(file, guards)),
      ...ofTeam(inputs),
      ...warnings.map(({ file, line, message, hint }) => ({
        id: 'settings-warning',
        severity: 'warning' as const,
        what: message,
        why: 'it may not do what you meant',
        ...(hint && { hints: [hint] }),
        file,
        ...(line !== undefined && { line }),
      })),
      ...guards.flatMap((guard) => unmatched(guard, known)),
      ...unmatchedTargets(inputs.settings, known),
    ]
  },
}

/** The files of the setting `profiles` that are read. The others have a warning. */
function ofTeam({ profiles: { profiles, team } }: PlanInputs): Finding[] {
  if (!team) return []
  const all = [...profiles.values()]
  return [
    ...team.files.map(({ file, path, isTrusted }) => {
      const count = all.filter((profile) => profile.team?.path === path).length
      const trust = isTrusted ? ', which can run programs' : ''
      return ok('team-profiles', `${file}, with ${count} profiles of the setting profiles${trust}`)
    }),
    ...team.hidden.map(({ name, by, ...place }) => ({
      id: 'team-profile-hidden',
      severity: 'note' as const,
      what: `profile "${name}" is not used, because ${by} has one of this name`,
      why: 'a file of the setting profiles adds nothing to an existing profile',
      hints: ['rename one of them if you need both'],
      ...place,
    })),
  ]
}

/** The settings list the targets that need a confirmation, so assume gives no session without them. */
export const settingsUnreadable = (trouble: AssumeError): Finding =>
  brokenBy(
    'settings-unreadable',
    trouble,
    'assume gives no session until it can be read, as it may say which targets are of danger',
  )

function inForce(
  { file, isThere, isForDanger }: SettingsFile,
  guards: readonly Guard[],
): Finding[] {
  if (!isThere) return isForDanger ? [] : [ok('settings', `${file} is not there`)]
  const patterns = guards.flatMap((guard) => guard.patterns.filter((each) => each.file === file))
  const count = new Set(patterns.map(placeOf)).size
  const guarding = count === 1 ? '1 pattern of danger' : `${count || 'no'} patterns of danger`
  const only = isForDanger ? '; nothing else of it counts, as XDG_CONFIG_HOME is set' : ''
  return [ok('settings', `${file}, with ${guarding}${only}`)]
}

/** A pattern between two commas can have several readings. One match is enough. */
function unmatched({ patterns, accounts }: Guard, known: readonly Traits[]): Finding[] {
  const texts = textsFor(known, accounts)
  const ofDanger = patterns.filter(({ isOfTarget }) => !isOfTarget)
  const matched = new Set(ofDanger.filter(({ pattern }) => matchesAny(pattern, texts)).map(placeOf))
  const others = new Map(
    ofDanger.filter((each) => !matched.has(placeOf(each))).map((each) => [placeOf(each), each]),
  )
  return [...others.values()].map(({ written, file, line }) => ({
    id: 'danger-unmatched',
    severity: 'note',
    what: `danger "${written}" matches no profile here`,
    why: 'it may be for a role or an account that no profile names; otherwise it guards nothing',
    hints: ['compare it with: assume list'],
    file,
    line,
  }))
}

function unmatchedTargets(
  { targets = [], accounts = new Map() }: Settings,
  known: readonly Traits[],
): Finding[] {
  if (targets.length === 0) return []
  const texts = textsFor(known, accounts)
  const others = targets.filter(({ pattern }) => !matchesAny(pattern, texts))
  return others.map(({ pattern, file, line }) => ({
    id: 'target-unmatched',
    severity: 'note',
    what: `[target "${pattern}"] matches no profile here, and no role of a cached list`,
    why: 'it may be for a role that neither names; otherwise it has no effect',
    hints: ['compare it with: assume list, assume roles'],
    file,
    line,
  }))
}

/** What the patterns can match. `[accounts]` names accounts without a profile too. */
function textsFor(known: readonly Traits[], accounts: Guard['accounts']): readonly string[] {
  const texts = new Set<string>()
  for (const [account, name] of accounts) texts.add(account).add(name)
  for (const traits of known) for (const [, each] of textsOf(traits, accounts)) texts.add(each)
  return [...texts]
}

const matchesAny = (pattern: string, texts: readonly string[]) =>
  texts.some((each) => matchesPattern(pattern, each))

const placeOf = ({ file, line, written }: DangerPattern) => `${file}:${line} ${written}`
