import type { Facts } from '../iam/evaluation/conditions.ts'
import { type Question, verdict } from '../iam/evaluation/policy.ts'
import type { Caller } from '../state/caller.ts'
import { type Role, roleArn, rootArn } from '../state/world.ts'
import { sessionLimit } from './session-policy.ts'

/** `sts:TagSession` and `sts:SetSourceIdentity` are asked beside `sts:AssumeRole`. */
export interface TrustQuestion {
  readonly action: 'sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity'
  readonly caller: Caller
  readonly role: Role
  readonly partition: string
  readonly facts: Facts
}

/**
 * A trust policy always has to let the caller in. If it names them in their own account, that is
 * enough; if it names their account (`…:root`), the account's identity policies decide; from
 * another account the identity policies have to allow it too.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function mayAssume({ action, caller, role, partition, facts }: TrustQuestion): boolean {
  const trust = (...principals: string[]) =>
    verdict([role.trustPolicy], { action, principals, facts })
  const asked: Question = { action, resource: roleArn(role, partition), facts }

  const named = trust(caller.arn, caller.principalArn, '*')
  const delegated = trust(caller.account, rootArn(caller.account, partition))
  const own = verdict(caller.policies, asked)
  const limit = sessionLimit(caller, asked)

  if ([named, delegated, own, limit].includes('deny') || limit === 'silent') return false
  const namedAtHome = named === 'allow' && role.account === caller.account
  return namedAtHome || ((named === 'allow' || delegated === 'allow') && own === 'allow')
}
