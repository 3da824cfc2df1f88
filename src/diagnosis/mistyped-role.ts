import { rolesInFacts } from '../cache/learned-facts.ts'
import { listSessions } from '../cache/list-sessions.ts'
import { usedTargets } from '../cache/used-targets.ts'
import { text } from '../config/profile.ts'
import { shellWord } from '../formats/posix.ts'
import { UsageError } from '../model/errors.ts'
import { mistypedName } from '../model/mistyped-name.ts'
import { roleOfStep } from '../plan/plan.ts'
import type { Target } from '../plan/request.ts'
import { accountOfArn } from '../plan/values/arn.ts'
import type { Run } from '../session/obtain/run.ts'

// Import this file on demand: a cached session needs none of it.

type RoleRun = Pick<Run, 'request' | 'plan' | 'inputs' | 'cache' | 'interaction'>

/** Hints about the role that a mistyped one probably means. */
export type MistypedRole = readonly [meant: string, asTyped: string]

/**
 * Compares the role of `USER ROLE` with the roles that the profiles, the cache and the learned facts name
 * in the same account.
 *
 * @returns undefined if the role is known or resembles no known one. `USER ACCOUNT:ROLE` and an ARN are
 *   meant as they are typed.
 */
export function mistypedRole(run: RoleRun): MistypedRole | undefined {
  const { target } = run.request
  if (target.kind !== 'user-role' || target.role.includes(':')) return undefined
  const roleArn = roleOfStep(run.plan.steps.at(-1))
  const account = roleArn && accountOfArn(roleArn)
  if (roleArn === undefined || account === undefined) return undefined
  const { user, role } = target
  if (run.inputs.learned.ofRole(roleArn, run.plan.source).exists) return undefined
  const known = new Set(knownRoles(target, account, run))
  const meant = known.has(role) ? undefined : mistypedName(role, known)
  if (meant === undefined) return undefined
  const name = shellWord(user)
  return [
    `did you mean assume ${name} ${shellWord(meant)}?`,
    `if "${role}" is right: assume ${name} ${account}:${shellWord(role)}`,
  ]
}

/** @throws UsageError if the role of the request looks mistyped. A code works once. */
export function refuseMistypedRole(run: RoleRun, isCodeGiven: boolean): void {
  const hints = mistypedRole(run)
  if (!hints || run.request.target.kind !== 'user-role') return
  throw new UsageError(
    `the role "${run.request.target.role}" looks mistyped, so ${isCodeGiven ? 'the MFA code is not sent' : 'no MFA code is asked for'}`,
    hints,
  )
}

function* knownRoles(
  { user }: Extract<Target, { readonly kind: 'user-role' }>,
  account: string,
  { inputs, cache, interaction }: RoleRun,
): Iterable<string> {
  const now = interaction.now()
  for (const profile of inputs.profiles.profiles.values()) {
    yield* roleIn(account, text(profile, 'role_arn'))
  }
  for (const { kind, words } of usedTargets(cache)) {
    if (kind === 'role') yield* roleIn(account, words[0])
    if (kind === 'user-role' && words[0] === user) yield words[1] ?? ''
  }
  for (const { what } of listSessions(cache, now)) yield* roleIn(account, what)
  for (const arn of rolesInFacts(cache, now)) yield* roleIn(account, arn)
}

/** The role of an ARN, with its path, if it is in the account. */
function* roleIn(account: string, arn = ''): Iterable<string> {
  const [, role] = /^arn:[^:]*:iam::[^:]*:role\/(.+)$/.exec(arn) ?? []
  if (role !== undefined && accountOfArn(arn) === account) yield role
}
