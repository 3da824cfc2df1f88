import { keyAt, type Profile, type Profiles, placeOf, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { Source, SsoRole } from '../plan.ts'
import { isAccountId, isSsoRoleName } from '../values/sso-names.ts'
import { ssoSessionOf, ssoSessionTitle } from './sso-session.ts'

/**
 * The role of IAM Identity Center that a profile names. As in botocore, either of the two keys
 * requires a role. The section of the session may provide the other key.
 *
 * @throws AssumeError for a missing or invalid key.
 */
export function ssoSourceOf(profile: Profile, profiles: Profiles): Source | undefined {
  const keys = ['sso_account_id', 'sso_role_name']
  if (keys.every((key) => text(profile, key) === undefined)) return undefined
  const section = profiles.ssoSessions.get(text(profile, 'sso_session') ?? '')
  const holder = (key: string) => (section && !profile.keys.has(key) ? section : profile)
  const accountId = text(holder('sso_account_id'), 'sso_account_id')
  const roleName = text(holder('sso_role_name'), 'sso_role_name')
  if (accountId === undefined) throw missing('sso_account_id', '123456789012', profile)
  if (roleName === undefined) throw missing('sso_role_name', 'NAME', profile)
  const place = (key: string) => keyAt(holder(key), key)
  if (!isAccountId(accountId)) {
    throw invalidValue(place('sso_account_id'), `"${accountId}" is not an account`, [
      'an account is twelve digits',
    ])
  }
  if (!isSsoRoleName(roleName)) {
    throw invalidValue(place('sso_role_name'), `"${roleName}" is not the name of a role`, [
      'it is that of a permission set, as the access portal shows it',
    ])
  }
  return {
    ...ssoSource({ session: ssoSessionOf(profile, profiles), accountId, roleName }),
    profile: profile.name,
  }
}

/** The identity of a role as the source of a session. */
export const ssoIdentity = (sessionTitle: string, accountId: string, roleName: string) =>
  `${sessionTitle} ${accountId}:${roleName}`

export function ssoSource(sso: SsoRole): Source {
  const { session, accountId, roleName } = sso
  return {
    kind: 'sso',
    identity: ssoIdentity(ssoSessionTitle(session), accountId, roleName),
    isLongTerm: false,
    accountId,
    sso,
  }
}

function missing(key: string, example: string, profile: Profile): AssumeError {
  return new AssumeError(
    `profile "${profile.name}" takes a role from IAM Identity Center, but has no ${key} (${placeOf(profile)})`,
    [`add a line to it: ${key} = ${example}`],
  )
}
