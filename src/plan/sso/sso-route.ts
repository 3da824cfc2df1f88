import { headerFor } from '../../config/parse/section-name.ts'
import { UsageError } from '../../model/errors.ts'
import type { SsoAccount } from '../facts.ts'
import { unknownProfile } from '../find-profile.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Target } from '../request.ts'
import type { Planned, Route } from '../route/route.ts'
import { isAccountId } from '../values/sso-names.ts'
import { accountNamed, accountsNamed } from './sso-account.ts'
import { ssoEndpoints } from './sso-endpoints.ts'
import {
  firstSignInHint,
  type SsoSession,
  sessionNames,
  ssoSessionNamed,
  ssoSessionTitle,
} from './sso-session.ts'
import { ssoSource } from './sso-source.ts'

type SsoTarget = Extract<Target, { readonly kind: 'sso-role' }>

/** `ACCOUNT:ROLE`: a role of IAM Identity Center that needs no profile. */
export function ssoRoute(
  target: SsoTarget,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<Route> {
  const session = sessionFor(target, options, inputs)
  const found = accountOf(target, session, options, inputs)
  if ('need' in found) return found
  const { accountId, accountName } = found.value
  const source = ssoSource({ session, accountId, roleName: target.role })
  const label = `${target.role}@${accountName}`
  return { value: { chain: { source, roles: [] }, label, accountName } }
}

/** The session that `--sso-session` names, or the only one. */
function sessionFor(
  { word }: SsoTarget,
  { ssoSession }: TargetOptions,
  inputs: PlanInputs,
): SsoSession {
  if (ssoSession !== undefined) return ssoSessionNamed(ssoSession, inputs)
  const names = sessionNames(inputs)
  const [name, another] = names
  if (name === undefined) {
    throw unknownProfile(word, inputs, [
      `for a role of IAM Identity Center, ${firstSignInHint}`,
    ])
  }
  if (another === undefined) return ssoSessionNamed(name, inputs)
  const headers = names.map((each) => headerFor({ kind: 'sso-session', name: each }))
  throw new UsageError(`which sign-in gives "${word}"? there are ${headers.join(', ')}`, [
    'name one with --sso-session',
  ])
}

/**
 * An account id needs no network call, and its name comes from the cached list. An account name is
 * looked up in the cached list first. A new list is needed if the cached one has no unique match.
 */
function accountOf(
  { account, role }: SsoTarget,
  session: SsoSession,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<SsoAccount> {
  const cached = inputs.cachedAccounts(session)
  if (isAccountId(account)) {
    const known = cached.find(({ accountId }) => accountId === account)
    return { value: known ?? { accountId: account, accountName: account } }
  }
  const all = inputs.facts.ssoAccounts.get(ssoSessionTitle(session))
  if (all) return { value: accountNamed(account, role, all) }
  const [one, another] = accountsNamed(account, cached)
  if (one && !another) return { value: one }
  const endpoints = ssoEndpoints(session, options, undefined, inputs)
  return { need: { fact: 'sso accounts', session, endpoints } }
}
