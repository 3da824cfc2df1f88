import { inOneLine, type PolicyDocument, printed } from './document.ts'
import {
  assumePolicyOf,
  deviceOf,
  mark,
  policyArnOf,
  policyNameOf,
  type Setup,
  trustPolicyOf,
} from './setup.ts'

/** The arguments of one `aws` command, without the common options. */
export type AwsCall = readonly string[]

const tags = ['--tags', `Key=${mark.Key},Value=${mark.Value}`]

const iam = (operation: string, ...options: readonly string[]): AwsCall => [
  'iam',
  operation,
  ...options,
]

const user = (setup: Setup) => ['--user-name', setup.user]
const role = (setup: Setup) => ['--role-name', setup.role]
const policy = (arn: string) => ['--policy-arn', arn]
const serial = (arn: string) => ['--serial-number', arn]
const document = (option: string, of: PolicyDocument) => [option, printed(of)]

export const createUser = (setup: Setup) => iam('create-user', ...user(setup), ...tags)
export const waitForUser = (setup: Setup) => iam('wait', 'user-exists', ...user(setup))
export const deleteUser = (setup: Setup) => iam('delete-user', ...user(setup))

export const createRole = (setup: Setup) =>
  iam(
    'create-role',
    ...role(setup),
    ...document('--assume-role-policy-document', trustPolicyOf(setup)),
    ...tags,
  )
export const waitForRole = (setup: Setup) => iam('wait', 'role-exists', ...role(setup))
export const deleteRole = (setup: Setup) => iam('delete-role', ...role(setup))
/** @param trustPolicy the whole new policy, which may contain statements of other authors. */
export const updateTrust = (setup: Setup, trustPolicy: object) =>
  iam('update-assume-role-policy', ...role(setup), '--policy-document', inOneLine(trustPolicy))
export const attachToRole = (setup: Setup, arn: string) =>
  iam('attach-role-policy', ...role(setup), ...policy(arn))
export const detachFromRole = (setup: Setup, arn: string) =>
  iam('detach-role-policy', ...role(setup), ...policy(arn))

export const createPolicy = (setup: Setup) =>
  iam(
    'create-policy',
    '--policy-name',
    policyNameOf(setup),
    ...document('--policy-document', assumePolicyOf(setup)),
    ...tags,
  )
export const waitForPolicy = (setup: Setup) =>
  iam('wait', 'policy-exists', ...policy(policyArnOf(setup)))
export const deletePolicy = (setup: Setup) => iam('delete-policy', ...policy(policyArnOf(setup)))
export const attachToUser = (setup: Setup) =>
  iam('attach-user-policy', ...user(setup), ...policy(policyArnOf(setup)))
export const detachFromUser = (setup: Setup) =>
  iam('detach-user-policy', ...user(setup), ...policy(policyArnOf(setup)))

/** The AWS CLI writes the seed only into the file. */
export const createDevice = (
  setup: Setup,
  method: 'QRCodePNG' | 'Base32StringSeed',
  file: string,
) =>
  iam(
    'create-virtual-mfa-device',
    '--virtual-mfa-device-name',
    setup.user,
    '--bootstrap-method',
    method,
    '--outfile',
    file,
  )
export const enableDevice = (setup: Setup, [one, two]: readonly [string, string]) =>
  iam(
    'enable-mfa-device',
    ...user(setup),
    ...serial(deviceOf(setup)),
    '--authentication-code1',
    one,
    '--authentication-code2',
    two,
  )
export const deactivateDevice = (setup: Setup, arn: string) =>
  iam('deactivate-mfa-device', ...user(setup), ...serial(arn))
export const deleteDevice = (arn: string) => iam('delete-virtual-mfa-device', ...serial(arn))

export const createAccessKey = (setup: Setup) => iam('create-access-key', ...user(setup))
export const listAccessKeys = (setup: Setup) => iam('list-access-keys', ...user(setup))
export const deleteAccessKey = (setup: Setup, keyId: string) =>
  iam('delete-access-key', ...user(setup), '--access-key-id', keyId)
