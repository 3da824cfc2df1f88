import {
  type AwsCall,
  attachToRole,
  attachToUser,
  createAccessKey,
  createDevice,
  createPolicy,
  createRole,
  createUser,
  deleteDevice,
  enableDevice,
  waitForPolicy,
  waitForRole,
  waitForUser,
} from './aws-calls.ts'
import { deviceWithCodes, type ExistingResources, includesTrust } from './found.ts'
import { deviceOf, policyArnOf, policyNameOf, type Setup } from './setup.ts'

/** One step, as a sequence of AWS CLI calls. */
export interface SetupStep {
  /** `create the user Bob`. The title contains only characters that are safe in a shell comment. */
  readonly title: string
  readonly calls: readonly AwsCall[]
  /** Set if the step creates a secret. For a device a person must enter codes. */
  readonly makes?: 'device' | 'access-key'
}

/**
 * The steps for missing resources. The user is first, because AWS accepts no principal that does
 * not exist.
 */
export function setupSteps(setup: Setup, found: ExistingResources): SetupStep[] {
  const { user, role, policy } = found
  return [
    ...unless(user, `create the user ${setup.user}`, createUser(setup), waitForUser(setup)),
    ...unless(role, `create the role ${roleWords(setup)}`, createRole(setup), waitForRole(setup)),
    ...setup.policies.flatMap((arn) =>
      unless(
        role?.policies.includes(arn),
        `let the role do what ${resourceName(arn)} allows`,
        attachToRole(setup, arn),
      ),
    ),
    ...unless(
      policy,
      `create the policy ${policyNameOf(setup)}`,
      createPolicy(setup),
      waitForPolicy(setup),
    ),
    ...unless(
      user?.policies.includes(policyArnOf(setup)),
      `let ${setup.user} assume the role`,
      attachToUser(setup),
    ),
    ...deviceSteps(setup, found),
    ...accessKeySteps(setup, found),
  ]
}

const roleWords = ({ role, user, mfa }: Setup) =>
  `${role}, which trusts ${user}${mfa ? ' with MFA' : ''}`

const resourceName = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

function deviceSteps(setup: Setup, { user, unassignedDevice }: ExistingResources): SetupStep[] {
  if (!setup.mfa || deviceWithCodes(user?.devices ?? [])) return []
  const serial = deviceOf(setup)
  return [
    ...unless(
      !unassignedDevice,
      `delete the device ${serial}, which belongs to nobody`,
      deleteDevice(serial),
    ),
    {
      title: `make a virtual MFA device for ${setup.user}`,
      calls: [
        createDevice(setup, 'QRCodePNG', deviceFileOf(setup)),
        enableDevice(setup, ['CODE1', 'CODE2']),
      ],
      makes: 'device',
    },
  ]
}

/** The file for the QR code in the printed commands. */
export const deviceFileOf = ({ user }: Setup) => `./${user}-mfa.png`

function accessKeySteps(setup: Setup, { user }: ExistingResources): SetupStep[] {
  if (!setup.accessKey || user?.keyIds.length) return []
  const title = `make an access key for ${setup.user}`
  return [{ title, calls: [createAccessKey(setup)], makes: 'access-key' }]
}

/** The existing resources, which setup skips. */
export function thereAlready(setup: Setup, { user, role, policy }: ExistingResources): string[] {
  const device = setup.mfa && user && deviceWithCodes(user.devices)
  return [
    ...(user ? [`the user ${setup.user}`] : []),
    ...(role ? [`the role ${setup.role}`] : []),
    ...setup.policies
      .filter((arn) => role?.policies.includes(arn))
      .map((arn) => `${resourceName(arn)} at the role`),
    ...(policy ? [`the policy ${policyNameOf(setup)}`] : []),
    ...(user?.policies.includes(policyArnOf(setup)) ? [`that policy at ${setup.user}`] : []),
    ...(device ? [`the MFA device ${device}`] : []),
    ...(setup.accessKey && user?.keyIds.length
      ? [`the access key ${user.keyIds.join(', ')}, whose secret was to be seen only once`]
      : []),
  ]
}

/** Returns true if an existing role does not trust the user as this setup would. Setup never changes it. */
export const trustsOtherwise = (setup: Setup, { role }: ExistingResources) =>
  role !== undefined && !includesTrust(role.trustPolicy, setup)

function unless(there: unknown, title: string, ...calls: readonly AwsCall[]): SetupStep[] {
  return there ? [] : [{ title, calls }]
}
