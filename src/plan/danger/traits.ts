import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Target } from '../request.ts'
import { accountOfRoute, type Route, rolesTaken } from '../route/route.ts'
import { accountOfArn } from '../values/arn.ts'
import type { Traits } from './danger.ts'

/** What a pattern can match: every role of the chain, because assume uses the sessions of all of them. */
export function traitsOfRoute(target: Target, route: Route, inputs: PlanInputs): Traits {
  const { chain } = route
  // A permission set of IAM Identity Center is also a role. Its ARN is unknown here.
  const { sso: active = chain.source.role } = chain.source
  const taken = rolesTaken(route)
  const accounts = [active?.accountId, ...taken.map(accountOfArn), accountOfRoute(route, inputs)]
  const name = accountNameOf(route, inputs)
  return {
    profiles: [...profilesNamed(target, route), ...chain.roles.map((profile) => profile.name)],
    roles: [...(active ? [active.roleName] : []), ...taken],
    accounts: accounts.filter((account) => account !== undefined),
    accountNames: name === undefined ? [] : [name],
    written: [...writtenRoles(active, name), ...typed(target)],
  }
}

/** What a pattern can match of the target alone: its profile, its last role and the account of that. */
export function traitsOfTarget(target: Target, route: Route, inputs: PlanInputs): Traits {
  const { source } = route.chain
  const last = rolesTaken(route).at(-1)
  const active = last === undefined ? (source.sso ?? source.role) : undefined
  const account = accountOfRoute(route, inputs)
  const name = last === undefined ? accountNameOf(route, inputs) : undefined
  return {
    profiles: profilesNamed(target, route),
    roles: [last ?? active?.roleName].filter((role) => role !== undefined),
    accounts: account === undefined ? [] : [account],
    accountNames: name === undefined ? [] : [name],
    written: [...writtenRoles(active, name), ...typed(target)],
  }
}

/** The name of an account in the cached list of IAM Identity Center. */
export const accountNameIn = (
  id: string | undefined,
  { sso }: Source,
  inputs: PlanInputs,
): string | undefined =>
  sso && id !== undefined ? inputs.ssoIndex(sso.session).account(id)?.accountName : undefined

/** The name of the account of the permission set. */
const accountNameOf = ({ accountName, chain: { source } }: Route, inputs: PlanInputs) =>
  accountName !== undefined && accountName !== source.sso?.accountId
    ? accountName
    : accountNameIn(source.sso?.accountId, source, inputs)

/** `ACCOUNT:ROLE`, with the number and with the name of the account. */
const writtenRoles = (role: Source['role'], accountName: string | undefined) =>
  !role
    ? []
    : [role.accountId, accountName]
        .filter((account) => account !== undefined)
        .map((account) => `${account}:${role.roleName}`)

/** The word of the command line that names the role, without the word that names a user. */
export function typed(target: Target): readonly string[] {
  if (target.kind === 'profile') return []
  if (target.kind === 'sso-role') return [target.word]
  return [target.kind === 'role' ? target.roleArn : target.role]
}

/** In `USER ROLE` the profile of the user is not a target, so the patterns do not apply to it. */
export function profilesNamed(target: Target, { profile }: Route): readonly string[] {
  if (target.kind === 'profile') return [target.profile]
  return target.kind === 'sso-role' && profile ? [profile.name] : []
}
