import type { Operation } from '../../query/operation.ts'
import { type ManagedPolicy, partitionOf } from '../../state/world.ts'
import { defaultCreateDate } from '../elements.ts'
import { noSuchEntity } from '../errors.ts'
import { awsPolicies } from '../evaluation/managed-policies.ts'
import { allResources, checkPermission } from '../permission.ts'
import { namedPolicy, policyElement, policyElementWithTags } from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy: Operation = (parameters, caller, state) => {
  const [arn, policy] = namedPolicy('iam:GetPolicy', parameters, caller, state)
  return { Policy: policyElementWithTags(arn, policy, state.world) }
}

/**
 * In the stand-in each policy has one version, v1.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export const getPolicyVersion: Operation = (parameters, caller, state) => {
  const [arn, { document, createdAt = defaultCreateDate }] = namedPolicy(
    'iam:GetPolicyVersion',
    parameters,
    caller,
    state,
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
export const listPolicies: Operation = ({ Scope = 'All' }, caller, state) => {
  checkPermission(
    { action: 'iam:ListPolicies', ...allResources('policy', caller, state) },
    caller,
    state,
  )
  const local = Object.entries(state.world.managedPolicies ?? {}).filter(
    ([arn]) => arn.split(':')[4] === caller.account,
  )
  const all: readonly (readonly [string, ManagedPolicy])[] = [
    ...(Scope === 'AWS' ? [] : local),
    ...(Scope === 'Local' ? [] : awsPolicies(partitionOf(state.world))),
  ]
  return {
    Policies: all.map(([arn, policy]) => policyElement(arn, policy, state.world)),
    IsTruncated: 'false',
  }
}
