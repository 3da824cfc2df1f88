import type { Operation } from '../../query/operation.ts'
import { type ManagedPolicy, partitionOf } from '../../state/world.ts'
import { noSuchEntity } from '../errors.ts'
import { awsPolicies } from '../evaluation/aws-policies.ts'
import { checkPermission, everything } from '../permission.ts'
import { longAgo } from '../time.ts'
import { namedPolicy, shownPolicy, shownPolicyWhole } from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy: Operation = (parameters, caller, sts) => {
  const [arn, policy] = namedPolicy('iam:GetPolicy', parameters, caller, sts)
  return { Policy: shownPolicyWhole(arn, policy, sts.world) }
}

/**
 * In the demo each has one version.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export const getPolicyVersion: Operation = (parameters, caller, sts) => {
  const [arn, { document, createdAt = longAgo }] = namedPolicy(
    'iam:GetPolicyVersion',
    parameters,
    caller,
    sts,
  )
  const { VersionId = '' } = parameters
  if (VersionId !== 'v1') {
    throw noSuchEntity(`Policy ${arn} version ${VersionId} does not exist or is not attachable.`)
  }
  return {
    PolicyVersion: {
      Document: encodeURIComponent(JSON.stringify(document)),
      VersionId,
      IsDefaultVersion: 'true',
      CreateDate: createdAt,
    },
  }
}

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
