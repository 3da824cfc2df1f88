import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type Request, type Target, targetName } from '../request.ts'
import { accountOfRoute, type Route, rolesTaken } from '../route/route.ts'
import { accountOfArn } from '../values/arn.ts'
import { type Danger, dangerOf } from './danger.ts'

/** The danger that the request alone shows, before assume calls AWS. */
export function dangerOfRequest({ target }: Request, { settings }: PlanInputs): Danger | undefined {
  const name = targetName(target)
  if (target.kind === 'profile') {
    const names = () => ({ profile: name, written: name })
    return dangerOf({ profiles: [name], roles: [], accounts: [] }, names, settings)
  }
  const role = target.kind === 'role' ? target.roleArn : target.role
  const written = typed(target)
  const accounts = written.flatMap((each) => /\b\d{12}(?=:)/.exec(each) ?? [])
  return dangerOf(
    {
      profiles: [],
      roles: [role],
      accounts,
      accountNames: target.kind === 'sso-role' ? [target.account] : [],
      written,
    },
    () => ({
      accountId: accountOfArn(role) ?? accounts[0],
      accountName: target.kind === 'sso-role' ? target.account : undefined,
      written: name,
    }),
    settings,
  )
}

/** Checks every role of the chain, because assume uses the sessions of all of them. */
export function dangerOfRoute(
  { target }: Request,
  route: Route,
  inputs: PlanInputs,
): Danger | undefined {
  if (inputs.settings.guards.length === 0) return undefined
  const { chain, accountName } = route
  // A permission set of IAM Identity Center is also a role. Its ARN is unknown here.
  const { sso: active = chain.source.role } = chain.source
  const taken = rolesTaken(route)
  const roles = [...(active ? [active.roleName] : []), ...taken]
  const accounts = [active?.accountId, ...taken.map(accountOfArn), accountOfRoute(route, inputs)]
  const written = [...(active ? [`${active.accountId}:${active.roleName}`] : []), ...typed(target)]
  return dangerOf(
    {
      profiles: [...profilesNamed(target, route), ...chain.roles.map(({ name }) => name)],
      roles,
      accounts: accounts.filter((account) => account !== undefined),
      accountNames: accountName === undefined ? [] : [accountName],
      written,
    },
    () => {
      const accountId = accounts.findLast((account) => account !== undefined)
      return {
        profile: profilesNamed(target, route)[0],
        accountId,
        accountName: accountName ?? nameOfAccount(accountId, chain.source, inputs),
        written: targetName(target),
      }
    },
    inputs.settings,
  )
}

/** The name of the account in the cached list of IAM Identity Center. */
const nameOfAccount = (id: string | undefined, { sso }: Source, inputs: PlanInputs) =>
  sso && id !== undefined ? inputs.ssoIndex(sso.session).account(id)?.accountName : undefined

/** The word of the command line that names the role, without the word that names a user. */
function typed(target: Target): readonly string[] {
  if (target.kind === 'profile') return []
  if (target.kind === 'sso-role') return [target.word]
  return [target.kind === 'role' ? target.roleArn : target.role]
}

/** In `USER ROLE` the profile of the user is not a target, so the patterns do not apply to it. */
function profilesNamed(target: Target, { profile }: Route): readonly string[] {
  if (target.kind === 'profile') return [target.profile]
  return target.kind === 'sso-role' && profile ? [profile.name] : []
}
