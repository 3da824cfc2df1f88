import { notAuthorized } from '../../query/aws-error.ts'
import type { Operation } from '../../query/operation.ts'
import { type ManagedPolicy, partitionOf } from '../../state/world.ts'
import { isoSeconds, requestedTags } from '../elements.ts'
import { alreadyExists, deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { identityDocument } from './identity-document.ts'
import {
  attachmentsOf,
  namedPolicy,
  policyElementWithTags,
  withoutPolicy,
  withPolicy,
} from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy: Operation = (parameters, caller, state) => {
  const { PolicyName = '', Path = '/', PolicyDocument = '' } = parameters
  const partition = partitionOf(state.world)
  const start = `arn:${partition}:iam::${caller.account}:policy`
  const arn = `${start}${Path}${PolicyName}`
  const check = { action: 'iam:CreatePolicy', resource: arn, resourceName: `policy ${PolicyName}` }
  checkPermission(check, caller, state)
  const policy: ManagedPolicy = {
    document: identityDocument(PolicyDocument, partition),
    createdAt: isoSeconds(state.now()),
    tags: requestedTags(parameters),
  }
  const existing = Object.keys(state.world.managedPolicies ?? {})
  // The name of a policy is unique in the account, whatever its path.
  if (existing.some((each) => each.startsWith(start) && each.endsWith(`/${PolicyName}`))) {
    throw alreadyExists(
      `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
    )
  }
  state.setWorld(withPolicy(arn, policy, state.world))
  return { Policy: policyElementWithTags(arn, policy, state.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy: Operation = (parameters, caller, state) => {
  const [arn] = namedPolicy('iam:DeletePolicy', parameters, caller, state)
  if (arn.split(':')[4] === 'aws') {
    throw notAuthorized(caller.arn, 'iam:DeletePolicy', `policy ${arn}`)
  }
  if (attachmentsOf(arn, state.world) > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.')
  }
  state.setWorld(withoutPolicy(arn, state.world))
  return {}
}
