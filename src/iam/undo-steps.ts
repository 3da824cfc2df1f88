import {
  deactivateDevice,
  deleteAccessKey,
  deleteDevice,
  deletePolicy,
  deleteRole,
  deleteUser,
  detachFromRole,
  detachFromUser,
} from './aws-calls.ts'
import { type ExistingResources, trustsOnly } from './found.ts'
import { deviceOf, policyArnOf, policyNameOf, type Setup, trustPolicyOf } from './setup.ts'
import type { SetupStep } from './setup-steps.ts'

/** The resources to delete, in an order that IAM accepts. */
export function undoSteps(setup: Setup, found: ExistingResources): SetupStep[] {
  const { role, user } = found
  const arn = policyArnOf(setup)
  return [
    ...(role && goes(roleStays(setup, found)) ? roleSteps(setup, role) : []),
    ...(user?.policies.includes(arn)
      ? [{ title: `let ${setup.user} assume the role no longer`, calls: [detachFromUser(setup)] }]
      : []),
    ...(found.policy && goes(policyStays(setup, found))
      ? [{ title: `delete the policy ${policyNameOf(setup)}`, calls: [deletePolicy(setup)] }]
      : []),
    ...(found.unassignedDevice && user?.ours
      ? [
          {
            title: `delete the MFA device ${deviceOf(setup)}`,
            calls: [deleteDevice(deviceOf(setup))],
          },
        ]
      : []),
    ...(user && goes(userStays(setup, found)) ? userSteps(setup, user) : []),
  ]
}

/** The existing resources that stay, with the reason. */
export const whatStays = (setup: Setup, found: ExistingResources): string[] =>
  [roleStays(setup, found), policyStays(setup, found), userStays(setup, found)].filter(
    (each) => each !== undefined,
  )

const goes = (stays: string | undefined) => stays === undefined

function roleStays(setup: Setup, { role }: ExistingResources): string | undefined {
  if (!role) return undefined
  if (!role.ours) return `the role ${setup.role} stays: setup did not make it`
  if (!trustsOnly(role.trustPolicy, setup)) {
    return `the role ${setup.role} stays: it trusts others than ${setup.user}`
  }
  return staysFor(`the role ${setup.role}`, role.others)
}

function policyStays(setup: Setup, { policy, user }: ExistingResources): string | undefined {
  const name = policyNameOf(setup)
  if (!policy) return undefined
  if (!policy.ours) return `the policy ${name} stays: setup did not make it`
  const others = policy.attachments - (user?.policies.includes(policyArnOf(setup)) ? 1 : 0)
  return others > 0 ? `the policy ${name} stays: others have it` : undefined
}

function userStays(setup: Setup, { user }: ExistingResources): string | undefined {
  if (!user) return undefined
  if (!user.ours) {
    return `the user ${setup.user} stays, with keys and MFA devices: setup did not make it`
  }
  const policies = user.policies.filter((arn) => arn !== policyArnOf(setup))
  return staysFor(`the user ${setup.user}`, [...policies, ...user.others])
}

function staysFor(whom: string, others: readonly string[]): string | undefined {
  return others.length > 0
    ? `${whom} stays, for what setup did not give it: ${others.join(', ')}`
    : undefined
}

const roleSteps = (
  setup: Setup,
  { policies }: NonNullable<ExistingResources['role']>,
): SetupStep[] => [
  {
    title: `delete the role ${setup.role}`,
    calls: [...policies.map((arn) => detachFromRole(setup, arn)), deleteRole(setup)],
  },
]

const userSteps = (
  setup: Setup,
  { devices, keyIds }: NonNullable<ExistingResources['user']>,
): SetupStep[] => [
  ...devices.map((serial) => ({
    title: `delete the MFA device ${serial}`,
    calls: [
      deactivateDevice(setup, serial),
      // Other kinds of devices cease to exist when they are deactivated.
      ...(serial.includes(':mfa/') ? [deleteDevice(serial)] : []),
    ],
  })),
  ...keyIds.map((keyId) => ({
    title: `delete the access key ${keyId}`,
    calls: [deleteAccessKey(setup, keyId)],
  })),
  { title: `delete the user ${setup.user}`, calls: [deleteUser(setup)] },
]

/** The resources that these options create on an empty account, for an undo by hand. */
export const asMade = (setup: Setup): ExistingResources => ({
  user: {
    ours: true,
    path: '/',
    policies: [policyArnOf(setup)],
    keyIds: setup.accessKey ? ['KEY_ID'] : [],
    devices: setup.mfa ? [deviceOf(setup)] : [],
    others: [],
  },
  role: {
    ours: true,
    path: '/',
    trustPolicy: trustPolicyOf(setup),
    policies: setup.policies,
    others: [],
  },
  policy: { ours: true, attachments: 1 },
  unassignedDevice: false,
})
