import { type Profile, text } from '../../config/profile.ts'
import type { DangerPattern } from '../../config/settings/danger-patterns.ts'
import type { Guard, SettingsFile } from '../../config/settings/settings.ts'
import type { AssumeError } from '../../model/errors.ts'
import { textsOf } from '../../plan/danger/danger.ts'
import { matchesPattern } from '../../plan/danger/danger-pattern.ts'
import type { Check } from '../check-context.ts'
import { brokenBy, type Finding, ok } from '../finding.ts'

/** The settings files in use, and whether each `danger` pattern matches a profile. */
export const settings: Check = {
  title: 'settings of assume',
  look({ inputs, settingsTrouble }) {
    if (settingsTrouble) return [settingsUnreadable(settingsTrouble)]
    const { files, guards, warnings } = inputs.settings
    const profiles = [...inputs.profiles.profiles.values()]
    return [
      ...files.flatMap((file) => inForce(file, guards)),
      ...warnings.map(({ file, line, message, hint }) => ({
        id: 'settings-warning',
        severity: 'warning' as const,
        what: message,
        why: 'it may not do what you meant',
        ...(hint && { hints: [hint] }),
        file,
        ...(line !== undefined && { line }),
      })),
      ...guards.flatMap((guard) => unmatched(guard, profiles)),
    ]
  },
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
function unmatched({ patterns, accounts }: Guard, profiles: readonly Profile[]): Finding[] {
  const texts = new Set<string>()
  for (const [account, name] of accounts) texts.add(account).add(name)
  for (const profile of profiles) {
    for (const [, each] of textsOf(traitsOf(profile), accounts)) texts.add(each)
  }
  const isMatched = ({ pattern }: DangerPattern) =>
    [...texts].some((each) => matchesPattern(pattern, each))
  const matched = new Set(patterns.filter(isMatched).map(placeOf))
  const others = new Map(
    patterns.filter((each) => !matched.has(placeOf(each))).map((each) => [placeOf(each), each]),
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

const placeOf = ({ file, line, written }: DangerPattern) => `${file}:${line} ${written}`

/** The properties of the profile itself. Each profile of a chain has its own. */
function traitsOf(profile: Profile) {
  const role = text(profile, 'role_arn')
  const [account, permissionSet] = [text(profile, 'sso_account_id'), text(profile, 'sso_role_name')]
  const roles = [role, permissionSet]
  const written = account && permissionSet ? [`${account}:${permissionSet}`] : []
  const accounts = [/:(\d{12}):/.exec(role ?? '')?.[1], account]
  return {
    profiles: [profile.name],
    roles: roles.filter((each) => each !== undefined),
    accounts: accounts.filter((each) => each !== undefined),
    written,
  }
}
