import { headerFor } from '../../config/parse/section-name.ts'
import { shellWord } from '../../formats/posix.ts'
import { UsageError } from '../../model/errors.ts'
import { unknownProfile } from '../find-profile.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Target } from '../request.ts'
import type { Planned } from '../route/route.ts'
import { isAccountId } from '../values/sso-names.ts'
import type { IndexedAccount } from './index-line.ts'
import { PartialTarget, roleCandidates } from './partial-target.ts'
import { accountNamed, accountsNamed } from './sso-account.ts'
import { ssoEndpoints } from './sso-endpoints.ts'
import {
  firstSignInHint,
  type SsoSession,
  sessionNames,
  ssoSessionNamed,
  ssoSessionTitle,
} from './sso-session.ts'

export type SsoTarget = Extract<Target, { readonly kind: 'sso-role' }>

/** The role that a target means. */
export interface FoundRole {
  readonly session: SsoSession
  readonly accountId: string
  readonly accountName: string
  readonly roleName: string
}

/** The accounts of a session that the target names. */
interface NamedAccounts {
  readonly session: SsoSession
  readonly accounts: readonly Pick<IndexedAccount, 'accountId' | 'accountName' | 'roles'>[]
}

/**
 * Finds the account, the role and the sign-in of `ACCOUNT:ROLE` in the indexes. AWS is asked for the
 * accounts only if no index has an account of this name.
 *
 * @throws PartialTarget if the words are only a part of the names.
 */
export function findSsoRole(
  target: SsoTarget,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<FoundRole> {
  const sessions = sessionsFor(target, options, inputs)
  const named = sessions.map((session) => accountsFor(target, session, inputs))
  const [only, ...others] = named
  return only && others.length === 0
    ? roleInOnly(target, only, options, inputs)
    : { value: roleInOne(target, named, inputs) }
}

/** The session that `--sso-session` names, or all sessions. */
function sessionsFor(
  { word }: SsoTarget,
  { ssoSession }: TargetOptions,
  inputs: PlanInputs,
): readonly SsoSession[] {
  if (ssoSession !== undefined) return [ssoSessionNamed(ssoSession, inputs)]
  const names = sessionNames(inputs)
  if (names.length > 0) return names.map((name) => ssoSessionNamed(name, inputs))
  throw unknownProfile(word, inputs, [`for a role of IAM Identity Center, ${firstSignInHint}`])
}

/** A list that AWS has just returned takes precedence over the index. */
function accountsFor(
  { account }: SsoTarget,
  session: SsoSession,
  inputs: PlanInputs,
): NamedAccounts {
  const index = inputs.ssoIndex(session)
  if (isAccountId(account)) {
    const found = index.account(account)
    return { session, accounts: found ? [found] : [] }
  }
  const listed = inputs.facts.ssoAccounts.get(ssoSessionTitle(session))
  if (!listed) return { session, accounts: index.accountsNamed(account) }
  const accounts = accountsNamed(account, listed).map((each) => {
    return index.account(each.accountId) ?? { ...each, roles: [] }
  })
  return { session, accounts }
}

/** The only session, or the one that is named. AWS decides whether it gives a role that the index lacks. */
function roleInOnly(
  target: SsoTarget,
  { session, accounts }: NamedAccounts,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<FoundRole> {
  const { account, role } = target
  const [found, another] = accounts
  if (found && !another) return { value: foundRole(target, session, found) }
  if (isAccountId(account)) {
    return { value: { session, accountId: account, accountName: account, roleName: role } }
  }
  const candidates = found ? [] : roleCandidates([account, role], session, inputs.ssoIndex(session))
  const partial = candidates.length > 0 ? new PartialTarget([account, role], candidates) : undefined
  const listed = inputs.facts.ssoAccounts.get(ssoSessionTitle(session))
  if (listed && partial) throw partial
  if (listed) return { value: foundRole(target, session, accountNamed(account, role, listed)) }
  const endpoints = ssoEndpoints(session, options, undefined, inputs)
  return { need: { fact: 'sso accounts', session, endpoints, ...(partial && { partial }) } }
}

/** Of several sessions, the one whose index has the role, or else the account. */
function roleInOne(
  target: SsoTarget,
  named: readonly NamedAccounts[],
  inputs: PlanInputs,
): FoundRole {
  const { account, role, word } = target
  const known = named.filter(({ accounts }) => accounts.length > 0)
  const giving = known.filter(({ accounts }) => accounts.some((each) => knownRole(role, each)))
  const [one, another] = giving.length > 0 ? giving : known
  if (one && !another) {
    const [only, twin] = one.accounts
    if (only && !twin) return foundRole(target, one.session, only)
    return foundRole(target, one.session, accountNamed(account, role, one.accounts))
  }
  const candidates = named.flatMap(({ session }) =>
    roleCandidates([account, role], session, inputs.ssoIndex(session)),
  )
  if (!one && candidates.length > 0) throw new PartialTarget([account, role], candidates)
  const sessions = (one ? (giving.length > 0 ? giving : known) : named).map(
    ({ session }) => session,
  )
  const headers = sessions.map(({ name = '' }) => headerFor({ kind: 'sso-session', name }))
  const message = one
    ? `"${word}" is in several sign-ins: ${headers.join(', ')}`
    : `which sign-in gives "${word}"? there are ${headers.join(', ')}`
  throw new UsageError(message, [
    ...(one
      ? sessions.map(
          ({ name = '' }) => `assume ${shellWord(word)} --sso-session ${shellWord(name)}`,
        )
      : ['name one with --sso-session']),
  ])
}

function foundRole(
  { role }: SsoTarget,
  session: SsoSession,
  account: {
    readonly accountId: string
    readonly accountName: string
    readonly roles?: readonly string[]
  },
): FoundRole {
  const { accountId, accountName, roles = [] } = account
  const roleName = knownRole(role, { roles }) ?? role
  return { session, accountId, accountName, roleName }
}

/** The role with this name, or else the only one whose name differs in case alone. */
function knownRole(
  role: string,
  { roles }: { readonly roles: readonly string[] },
): string | undefined {
  if (roles.includes(role)) return role
  const [one, another] = roles.filter((each) => each.toLowerCase() === role.toLowerCase())
  return another === undefined ? one : undefined
}
