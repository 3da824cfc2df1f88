import { type Profile, type ProfileValue, text } from '../profile.ts'
import type { Merged } from './merge.ts'
import { splitWords } from './shlex.ts'

/**
 * Reads the profiles that granted and aws-sso-cli write as profiles of IAM Identity Center. The AWS CLI
 * gets the same role from their `credential_process`, so a profile whose program is another one does not
 * change, nor does a profile in which the AWS CLI finds credentials before that.
 */
export function readOtherTools(merged: Merged): Merged {
  const changed: Profile[] = []
  for (const profile of merged.profiles.values()) {
    const meant = grantedKeys(profile) ?? awsSsoKeys(profile, merged)
    if (meant && !own.some((key) => profile.keys.has(key))) changed.push(withKeys(meant, profile))
  }
  if (changed.length === 0) return merged
  const replaced = changed.map((profile): [string, Profile] => [profile.name, profile])
  return { ...merged, profiles: new Map([...merged.profiles, ...replaced]) }
}

type Keys = ReadonlyMap<string, ProfileValue>

/** Keys in which the AWS CLI finds credentials before `credential_process`. */
const own = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'login_session',
  'sso_account_id',
  'sso_role_name',
  'web_identity_token_file',
]

function withKeys(meant: Keys, profile: Profile): Profile {
  const keys = new Map(profile.keys)
  for (const [key, value] of meant) {
    const before = keys.get(key)
    if (before === undefined || before.value === '') {
      keys.set(key, { ...value, cli: before ? { value: '' } : {} })
    }
  }
  return { ...profile, keys }
}

/** The keys of granted, each of which means the key without the prefix. */
const grantedNames = [
  'sso_account_id',
  'sso_role_name',
  'sso_start_url',
  'sso_region',
  'sso_registration_scopes',
]

/** https://docs.commonfate.io/granted/recipes/credential-process */
function grantedKeys(profile: Profile): Keys | undefined {
  if (!text(profile, 'granted_sso_account_id') && !text(profile, 'granted_sso_role_name')) return
  if (!runsGranted(profile)) return
  const keys = new Map<string, ProfileValue>()
  for (const name of grantedNames) {
    const writtenAs = `granted_${name}`
    const value = profile.keys.get(writtenAs)
    if (value?.value) keys.set(name, { ...value, writtenAs })
  }
  return keys
}

/** `granted credential-process --profile NAME`, with any other options, gives the role of these keys. */
function runsGranted(profile: Profile): boolean {
  const line = text(profile, 'credential_process')
  if (line === undefined) return true
  if (/^(1|t|true)$/i.test(text(profile, 'granted_skip_credential_process_validation') ?? '')) {
    return true
  }
  const [program = '', command, ...words] = splitWords(line) ?? []
  if (!/(^|\/)d?granted$/.test(program) || command !== 'credential-process') return false
  const option = words.findIndex((word) => /^--?profile(=|$)/.test(word))
  const [, joined] = /^[^=]*=(.*)$/s.exec(words[option] ?? '') ?? []
  return option >= 0 && (joined ?? words[option + 1]) === profile.name
}

/** `aws-sso -S NAME process --arn ARN`: NAME is that of an sso-session, or there is only one. */
function awsSsoKeys(profile: Profile, { ssoSessions }: Merged): Keys | undefined {
  const line = profile.keys.get('credential_process')
  if (typeof line?.value !== 'string' || !line.value.includes('aws-sso')) return
  const given = awsSsoOptions(splitWords(line.value) ?? [])
  if (!given) return
  const [, account = given.account, role = given.role] =
    /^(?:arn:[^:]*:iam::)?(\d{1,12}):(?:role\/)?([^:/]+)$/.exec(given.arn ?? '') ?? []
  const only = ssoSessions.size === 1 ? [...ssoSessions.keys()][0] : undefined
  const session = ssoSessions.has(given.sso ?? '') ? given.sso : only
  if (!session || !role || !/^\d{1,12}$/.test(account ?? '')) return
  const { cli: _, ...place } = line
  const key = (value: string): ProfileValue => ({
    ...place,
    value,
    writtenAs: 'credential_process',
  })
  return new Map([
    ['sso_session', key(session)],
    ['sso_account_id', key((account ?? '').padStart(12, '0'))],
    ['sso_role_name', key(role)],
  ])
}

type AwsSsoOptions = { readonly [name in 'sso' | 'arn' | 'account' | 'role']?: string }

/** The options with a value. Undefined names have no influence on the role. */
const awsSsoNames: Readonly<Record<string, string>> = {
  S: 'sso',
  a: 'arn',
  A: 'account',
  R: 'role',
  u: 'url-action',
  L: 'level',
}

/** Returns undefined for what is not `aws-sso process` with a role, and for unknown options. */
function awsSsoOptions([program = '', ...words]: readonly string[]): AwsSsoOptions | undefined {
  if (!/(^|\/)aws-sso$/.test(program)) return undefined
  const given: Record<string, string> = {}
  let commands = 0
  const left = words.values()
  for (const word of left) {
    const [, long, joined] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? []
    const [, short = '', rest] = /^-([A-Za-z])(.+)?$/s.exec(word) ?? []
    const name = long ?? awsSsoNames[short]
    if (word === 'process') commands += 1
    else if (long === 'lines' || long === 'sts-refresh') continue
    else if (name === undefined || !Object.values(awsSsoNames).includes(name)) return undefined
    else given[name] = joined ?? rest ?? left.next().value ?? ''
  }
  return commands === 1 ? given : undefined
}
