import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Planned, Route } from '../route/route.ts'
import { findSsoRole, type SsoTarget } from './find-sso-role.ts'
import { ssoSource } from './sso-source.ts'

/** `ACCOUNT:ROLE`: a role of IAM Identity Center that needs no profile. */
export function ssoRoute(
  target: SsoTarget,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<Route> {
  const found = findSsoRole(target, options, inputs)
  if ('need' in found) return found
  const { session, accountId, accountName, roleName } = found.value
  const source = ssoSource({ session, accountId, roleName })
  const label = `${roleName}@${accountName}`
  return { value: { chain: { source, roles: [] }, label, accountName } }
}
