import type { Operation } from '../../query/operation.ts'
import { type ManagedPolicy, partitionOf } from '../../state/world.ts'
import { awsPolicies } from '../evaluation/aws-policies.ts'
import { checkPermission, everything } from '../permission.ts'
import { shownPolicy } from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies: Operation = ({ Scope = 'All' }, caller, sts) => {
  checkPermission({ action: 'iam:ListPolicies', ...everything('policy', caller, sts) }, caller, sts)
  const local = Object.entries(sts.world.managedPolicies ?? {}).filter(
    ([arn]) => arn.split(':')[4] === caller.account,
  )
  const all: readonly (readonly [string, ManagedPolicy])[] = [
    ...(Scope === 'AWS' ? [] : local),
    ...(Scope === 'Local' ? [] : awsPolicies(partitionOf(sts.world))),
  ]
  return {
    Policies: all.map(([arn, policy]) => shownPolicy(arn, policy, sts.world)),
    IsTruncated: 'false',
  }
}
