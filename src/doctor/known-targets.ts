import { type Profile, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import type { Traits } from '../plan/danger/danger.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { allSignIns } from '../plan/sso/sign-in-session.ts'

/** What patterns can match: the profiles, and the roles of the cached lists of IAM Identity Center. */
export function knownTargets(inputs: PlanInputs): readonly Traits[] {
  return [...[...inputs.profiles.profiles.values()].map(traitsOf), ...rolesInIndexes(inputs)]
}

/** The properties of the profile itself. Each profile of a chain has its own. */
function traitsOf(profile: Profile): Traits {
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

function rolesInIndexes(inputs: PlanInputs): readonly Traits[] {
  const accounts = signIns(inputs).flatMap(({ session }) => inputs.ssoIndex(session).accounts())
  return accounts.map(({ accountId, accountName, roles }) => ({
    profiles: [],
    roles,
    accounts: [accountId],
    accountNames: [accountName],
    written: roles.flatMap((role) => [`${accountId}:${role}`, `${accountName}:${role}`]),
  }))
}

/** A profile with an invalid sign-in has a finding of its own. */
function signIns(inputs: PlanInputs): ReturnType<typeof allSignIns> {
  try {
    return allSignIns(inputs)
  } catch (error) {
    if (error instanceof AssumeError) return []
    throw error
  }
}
