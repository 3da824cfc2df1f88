import type { PlanInputs } from '../plan-inputs.ts'
import { type Request, targetName } from '../request.ts'
import type { Route } from '../route/route.ts'
import { accountOfArn } from '../values/arn.ts'
import { type Danger, dangerOf } from './danger.ts'
import { accountNameIn, profilesNamed, traitsOfRoute, typed } from './traits.ts'

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
  const traits = traitsOfRoute(target, route, inputs)
  const names = () => {
    const accountId = traits.accounts.at(-1)
    return {
      profile: profilesNamed(target, route)[0],
      accountId,
      accountName: route.accountName ?? accountNameIn(accountId, route.chain.source, inputs),
      written: targetName(target),
    }
  }
  return dangerOf(traits, names, inputs.settings)
}
