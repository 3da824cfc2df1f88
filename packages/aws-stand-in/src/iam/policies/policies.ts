import type { AwsState } from '../../query/operation.ts'
import type { Parameters } from '../../query/parameters.ts'
import type { Tree } from '../../query/xml.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import type { Caller } from '../../state/caller.ts'
import { type ManagedPolicy, partitionOf, type World } from '../../state/world.ts'
import { defaultCreateDate, tagsElement } from '../elements.ts'
import { noSuchEntity } from '../errors.ts'
import { managedPolicy } from '../evaluation/managed-policies.ts'
import { checkPermission } from '../permission.ts'

/** A user or role. */
export interface PolicyOwner {
  /** The ARNs of the attached managed policies. */
  readonly attachedPolicies?: readonly string[]
}

/** Returns the policy of PolicyArn with its ARN. Throws AccessDenied or NoSuchEntity. */
export function namedPolicy(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): readonly [string, ManagedPolicy] {
  const { PolicyArn = '' } = parameters
  checkPermission(
    { action, resource: PolicyArn, resourceName: `policy ${PolicyArn}` },
    caller,
    state,
  )
  const policy =
    isAvailable(PolicyArn, caller, state.world) && managedPolicy(PolicyArn, state.world)
  if (policy) return [PolicyArn, policy]
  throw noSuchEntity(`Policy ${PolicyArn} was not found.`)
}

/**
 * Returns the ARN if a policy of the caller's account or of AWS has it. Throws NoSuchEntity
 * otherwise.
 */
export function attachablePolicy(arn: string, caller: Caller, state: AwsState): string {
  if (isAvailable(arn, caller, state.world) && managedPolicy(arn, state.world)) return arn
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

export const withPolicy = (arn: string, policy: ManagedPolicy, world: World): World => ({
  ...world,
  managedPolicies: { ...world.managedPolicies, [arn]: policy },
})

export function withoutPolicy(arn: string, { managedPolicies, ...world }: World): World {
  const { [arn]: gone, ...others } = managedPolicies ?? {}
  return Object.keys(others).length > 0 ? { ...world, managedPolicies: others } : world
}

export const attachmentsOf = (arn: string, { users, roles }: World) =>
  [...users, ...roles].filter((each) => each.attachedPolicies?.includes(arn)).length

export const policyElement = (arn: string, { createdAt }: ManagedPolicy, world: World): Tree => {
  const [, account = '', path = '/', name = ''] = /:(\w*):policy(\/.*\/|\/)([^/]*)$/.exec(arn) ?? []
  const date = createdAt ?? defaultCreateDate
  return {
    PolicyName: name,
    // An AWS managed policy belongs to no account.
    PolicyId: uniqueId('ANPA', account === 'aws' ? '0' : account, `${arn} ${date}`),
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v1',
    AttachmentCount: attachmentsOf(arn, world),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: 'true',
    CreateDate: date,
    UpdateDate: date,
  }
}

/** ListPolicies does not return tags. */
export const policyElementWithTags = (arn: string, policy: ManagedPolicy, world: World): Tree => ({
  ...policyElement(arn, policy, world),
  ...tagsElement(policy.tags),
})

/** The result of `ListAttachedUserPolicies` and `ListAttachedRolePolicies`. */
export const attachedPoliciesElement = ({ attachedPolicies = [] }: PolicyOwner): Tree => ({
  AttachedPolicies: attachedPolicies.map((arn) => ({
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    PolicyArn: arn,
  })),
  IsTruncated: 'false',
})

function isAvailable(arn: string, { account }: Caller, world: World): boolean {
  const [, partition, , , owner = ''] = arn.split(':')
  return partition === partitionOf(world) && ['aws', account].includes(owner)
}
