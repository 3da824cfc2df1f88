import { headerFor } from '../../config/parse/section-name.ts'
import { shellWord } from '../../formats/posix.ts'
import type { RolePair } from '../sso/role-pairs.ts'
import { type SsoSession, sessionLines, ssoSessionTitle } from '../sso/sso-session.ts'

/** What a profile has for AWS's tools: the keys of IAM Identity Center, or a call of assume. */
export const profileKinds = ['sso', 'credential-process'] as const

export type ProfileKind = (typeof profileKinds)[number]

export interface ProfileForm {
  readonly kind: ProfileKind
  readonly region?: string
  /** The command line that runs assume, with full paths. */
  readonly program: readonly string[]
}

/** A profile for a role of IAM Identity Center. */
export interface SsoProfile {
  readonly name: string
  readonly pair: RolePair
  readonly keys: ReadonlyMap<string, string>
}

/** The profiles in the order of their names. */
export const ssoProfiles = (
  names: ReadonlyMap<RolePair, string>,
  pairs: readonly RolePair[],
  form: ProfileForm,
): readonly SsoProfile[] =>
  pairs
    .map((pair) => ({ name: names.get(pair) ?? '', pair, keys: keysOf(pair, form) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))

function keysOf(
  { session, account, role }: RolePair,
  { kind, region, program }: ProfileForm,
): ReadonlyMap<string, string> {
  const title = ssoSessionTitle(session)
  const words = [...program, 'credential-process', `${account.accountId}:${role}`]
  const keys: readonly (readonly [string, string])[] =
    kind === 'sso'
      ? [
          ['sso_session', title],
          ['sso_account_id', account.accountId],
          ['sso_role_name', role],
        ]
      : [['credential_process', [...words, '--sso-session', title].map(shellWord).join(' ')]]
  return new Map(region === undefined ? keys : [...keys, ['region', region]])
}

/** The sessions that the profiles need and that `~/.aws/config` does not have. */
export function missingSessions(
  profiles: readonly SsoProfile[],
  { kind }: ProfileForm,
): readonly SsoSession[] {
  if (kind !== 'sso') return []
  const sessions = profiles.map(({ pair }) => pair.session).filter((each) => each.isRemembered)
  return [...new Map(sessions.map((each) => [ssoSessionTitle(each), each])).values()]
}

export const sessionText = (session: SsoSession) =>
  sessionLines({ ...session, name: ssoSessionTitle(session) })

export const profileText = ({ name, keys }: SsoProfile) =>
  `${headerOf(name)}\n${[...keys].map(([key, value]) => `${key} = ${value}\n`).join('')}`

export const headerOf = (name: string) => headerFor({ kind: 'profile', name })

/** The sections for `~/.aws/config`. */
export const sectionsText = (
  sessions: readonly SsoSession[],
  profiles: readonly SsoProfile[],
): string => [...sessions.map(sessionText), ...profiles.map(profileText)].join('\n')
