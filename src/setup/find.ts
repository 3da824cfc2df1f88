import type { AwsCall } from '../iam/aws-calls.ts'
import { listAccessKeys } from '../iam/aws-calls.ts'
import type { ExistingResources } from '../iam/found.ts'
import { deviceOf, mark, policyArnOf, type Setup } from '../iam/setup.ts'
import type { AwsCli } from './aws-cli.ts'
import { at, each, strings } from './json.ts'
import { failed } from './run-call.ts'

/** Finds all resources for an undo. A user or role with other resources attached stays. */
export async function findAll(setup: Setup, aws: AwsCli): Promise<ExistingResources> {
  const [{ user, role, ...found }, ofUser, ofRole] = await Promise.all([
    find({ ...setup, mfa: true, accessKey: true }, aws),
    othersOfUser(setup, aws),
    othersOfRole(setup, aws),
  ])
  return {
    ...found,
    ...(user && { user: { ...user, others: ofUser } }),
    ...(role && { role: { ...role, others: ofRole } }),
  }
}

/**
 * Finds the existing resources.
 *
 * @throws AssumeError with AWS's message.
 */
export async function find(setup: Setup, aws: AwsCli): Promise<ExistingResources> {
  const [user, role, policy, unassignedDevice] = await Promise.all([
    findUser(setup, aws),
    findRole(setup, aws),
    ask(aws, ['iam', 'get-policy', '--policy-arn', policyArnOf(setup)]),
    setup.mfa && hasUnassignedDevice(setup, aws),
  ])
  return {
    ...(user && { user }),
    ...(role && { role }),
    ...(policy !== undefined && {
      policy: {
        ours: isOurs(at(policy, 'Policy')),
        attachments: Number(at(policy, 'Policy', 'AttachmentCount') ?? 0),
      },
    }),
    unassignedDevice,
  }
}

async function findUser(setup: Setup, aws: AwsCli): Promise<ExistingResources['user']> {
  const name = ['--user-name', setup.user]
  const user = await ask(aws, ['iam', 'get-user', ...name])
  if (user === undefined) return undefined
  const [policies, keys, devices] = await Promise.all([
    ask(aws, ['iam', 'list-attached-user-policies', ...name]),
    setup.accessKey && ask(aws, listAccessKeys(setup)),
    setup.mfa && ask(aws, ['iam', 'list-mfa-devices', ...name]),
  ])
  return {
    ours: isOurs(at(user, 'User')),
    path: pathOf(at(user, 'User')),
    policies: each(at(policies, 'AttachedPolicies'), 'PolicyArn'),
    keyIds: each(at(keys, 'AccessKeyMetadata'), 'AccessKeyId'),
    devices: each(at(devices, 'MFADevices'), 'SerialNumber'),
    others: [],
  }
}

async function findRole(setup: Setup, aws: AwsCli): Promise<ExistingResources['role']> {
  const name = ['--role-name', setup.role]
  const role = await ask(aws, ['iam', 'get-role', ...name])
  if (role === undefined) return undefined
  const policies = await ask(aws, ['iam', 'list-attached-role-policies', ...name])
  return {
    ours: isOurs(at(role, 'Role')),
    path: pathOf(at(role, 'Role')),
    trustPolicy: at(role, 'Role', 'AssumeRolePolicyDocument'),
    policies: each(at(policies, 'AttachedPolicies'), 'PolicyArn'),
    others: [],
  }
}

async function othersOfUser(setup: Setup, aws: AwsCli): Promise<string[]> {
  const name = ['--user-name', setup.user]
  const [groups, policies, password] = await Promise.all([
    ask(aws, ['iam', 'list-groups-for-user', ...name]),
    ask(aws, ['iam', 'list-user-policies', ...name]),
    ask(aws, ['iam', 'get-login-profile', ...name]),
  ])
  return [
    ...each(at(groups, 'Groups'), 'GroupName').map((group) => `the group ${group}`),
    ...strings(at(policies, 'PolicyNames')).map((policy) => `the inline policy ${policy}`),
    ...(password === undefined ? [] : ['a password']),
  ]
}

async function othersOfRole(setup: Setup, aws: AwsCli): Promise<string[]> {
  const name = ['--role-name', setup.role]
  const [policies, profiles] = await Promise.all([
    ask(aws, ['iam', 'list-role-policies', ...name]),
    ask(aws, ['iam', 'list-instance-profiles-for-role', ...name]),
  ])
  return [
    ...strings(at(policies, 'PolicyNames')).map((policy) => `the inline policy ${policy}`),
    ...each(at(profiles, 'InstanceProfiles'), 'InstanceProfileName').map(
      (profile) => `the instance profile ${profile}`,
    ),
  ]
}

async function hasUnassignedDevice(setup: Setup, aws: AwsCli): Promise<boolean> {
  const status = ['--assignment-status', 'Unassigned']
  const answer = await ask(aws, ['iam', 'list-virtual-mfa-devices', ...status])
  return each(at(answer, 'VirtualMFADevices'), 'SerialNumber').includes(deviceOf(setup))
}

function pathOf(thing: unknown): string {
  const path = at(thing, 'Path')
  return typeof path === 'string' && /^\/([\x21-\x7e]+\/)?$/.test(path) ? path : '/'
}

const isOurs = (thing: unknown) => {
  const tags = at(thing, 'Tags')
  return (
    Array.isArray(tags) &&
    tags.some((tag) => at(tag, 'Key') === mark.Key && at(tag, 'Value') === mark.Value)
  )
}

/** Undefined if the resource does not exist. */
async function ask(aws: AwsCli, call: AwsCall): Promise<unknown> {
  const answer = await aws(call)
  if (!answer.failure) return answer.output ?? {}
  if (answer.failure.code === 'NoSuchEntity') return undefined
  throw failed('find out what exists', answer.failure)
}
