import { splitWords } from '../../config/parse/shlex.ts'
import { type Profile, type Profiles, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Request } from '../request.ts'
import { parseOwnCredentialProcess } from '../route/parse-own-credential-process.ts'
import type { SessionIndex } from '../sso/role-pairs.ts'
import type { SsoSession } from '../sso/sso-session.ts'
import { ssoSourceOf } from '../sso/sso-source.ts'
import { isAccountId } from '../values/sso-names.ts'

/** The role of IAM Identity Center that a profile in AWS's files has. */
export interface ProfilePair {
  /** One of the sessions that are compared. */
  readonly session: SsoSession
  readonly accountId: string
  readonly role: string
}

/** Undefined for all other profiles, and for those of another session. */
export function pairOfProfile(
  profile: Profile,
  profiles: Profiles,
  indexes: readonly SessionIndex[],
): ProfilePair | undefined {
  return ofProcess(profile, indexes) ?? ofKeys(profile, profiles, indexes)
}

/** The request of a `credential_process` that runs assume. */
export const ownRequest = (command: string): Request | undefined =>
  parseOwnCredentialProcess(splitWords(command) ?? [])

function ofProcess(profile: Profile, indexes: readonly SessionIndex[]): ProfilePair | undefined {
  const request = ownRequest(text(profile, 'credential_process') ?? '')
  if (request?.target.kind !== 'sso-role' || !isAccountId(request.target.account)) return undefined
  const { account: accountId, role } = request.target
  const { ssoSession } = request.options
  const session = indexes.find(
    (each) =>
      each.session.name === ssoSession || (ssoSession === undefined && indexes.length === 1),
  )?.session
  return session && { session, accountId, role }
}

function ofKeys(
  profile: Profile,
  profiles: Profiles,
  indexes: readonly SessionIndex[],
): ProfilePair | undefined {
  try {
    const { sso } = ssoSourceOf(profile, profiles) ?? {}
    if (!sso) return undefined
    const { accountId, roleName: role } = sso
    const named = indexes.find(({ session }) => session.name === sso.session.name)
    const same = named ?? indexes.find(({ session }) => isSamePortal(session, sso.session))
    return same && { session: same.session, accountId, role }
  } catch (error) {
    // `doctor` reports an invalid profile.
    if (error instanceof AssumeError) return undefined
    throw error
  }
}

const isSamePortal = (one: SsoSession, other: SsoSession) =>
  one.startUrl === other.startUrl && one.region === other.region
