import type { ManagedPolicy, Role, User, World } from '../../state/world.ts'
import type { PolicyDocument } from './policy.ts'

/** Returns a customer managed policy of the world, or an AWS managed policy. */
export function managedPolicy(arn: string, world: World): ManagedPolicy | undefined {
  const { managedPolicies = {} } = world
  if (Object.hasOwn(managedPolicies, arn)) return managedPolicies[arn]
  const document = awsPolicy(arn)
  return document && { document }
}

/**
 * Returns the identity-based policies of a user or role: its inline policies and its attached
 * managed policies.
 */
export function identityPolicies(
  { policies = {}, attachedPolicies = [] }: User | Role,
  world: World,
): PolicyDocument[] {
  const attached = attachedPolicies.flatMap((arn) => managedPolicy(arn, world)?.document ?? [])
  return [...Object.values(policies), ...attached]
}

const allow = (...Action: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource: '*' },
})

const readOnly = (...services: readonly string[]) =>
  allow(...services.flatMap((each) => [`${each}:Describe*`, `${each}:Get*`, `${each}:List*`]))

/**
 * Some AWS managed policies, by the part of their ARN that follows `policy/`. Policies that list
 * hundreds of actions are reduced to a few common services.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const policies: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow('*'),
  AmazonEC2FullAccess: allow('ec2:*'),
  AmazonEC2ReadOnlyAccess: readOnly('ec2'),
  AmazonS3FullAccess: allow('s3:*', 's3-object-lambda:*'),
  AmazonS3ReadOnlyAccess: readOnly('s3', 's3-object-lambda'),
  IAMFullAccess: allow('iam:*'),
  IAMReadOnlyAccess: allow('iam:GenerateCredentialReport', 'iam:Get*', 'iam:List*'),
  'job-function/ViewOnlyAccess': allow('ec2:Describe*', 'iam:Get*', 'iam:List*', 's3:List*'),
  ReadOnlyAccess: readOnly('cloudwatch', 'ec2', 'iam', 'lambda', 'logs', 'rds', 's3'),
  SecurityAudit: readOnly('cloudtrail', 'config', 'ec2', 'iam', 's3'),
}

/** Returns an AWS managed policy by its ARN, in any partition. */
function awsPolicy(arn: string): PolicyDocument | undefined {
  const [, name = ''] = /^arn:[^:]+:iam::aws:policy\/(.*)$/.exec(arn) ?? []
  return Object.hasOwn(policies, name) ? policies[name] : undefined
}

/** The AWS managed policies, by ARN. */
export const awsPolicies = (partition: string) =>
  Object.entries(policies).map(
    ([name, document]) => [`arn:${partition}:iam::aws:policy/${name}`, { document }] as const,
  )
