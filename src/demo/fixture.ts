import { createHash } from 'node:crypto'
import {
  type AccessKey,
  base32,
  type PolicyDocument,
  type Role,
  rootArn,
  type SsoAccount,
  type SsoWorld,
  sampleOrganization,
  secretAccessKey,
  type User,
  uniqueId,
  userArn,
  type World,
} from 'aws-stand-in'

const account = '123456789012'
const otherAccount = '210987654321'

/** May assume every role that trusts him. Has the MFA device that `demoRole` requires. */
export const bob: User = {
  account,
  name: 'Bob',
  accessKeys: [accessKey('Bob')],
  policies: {
    'example-policy': {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: ['iam:ListRoles', 'sts:AssumeRole'], Resource: '*' },
    },
  },
  mfaDevices: [
    {
      serial: `arn:aws:iam::${account}:mfa/Bob`,
      secret: base32(createHash('sha1').update('the MFA device of Bob').digest()),
      codes: ['123456', '123457', '123458', '123459'],
    },
  ],
}

/** Has no permissions. */
export const alice: User = {
  account,
  name: 'Alice',
  accessKeys: [accessKey('Alice')],
  policies: {},
  mfaDevices: [],
}

/**
 * Has the permissions of an administrator, but is trusted only by the account and by their own ARN.
 */
export const admin: User = {
  account,
  name: 'admin',
  accessKeys: [accessKey('admin')],
  policies: {},
  attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  mfaDevices: [],
}

/**
 * The role of the script that assume replaces. That script always sent a code and requested 4
 * hours.
 */
export const demoRole: Role = {
  account,
  name: 'aws-cli-test-iam-role',
  maxSessionDuration: 14_400,
  attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  trustPolicy: trust(userArn(bob), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
}

export const noMfaRole: Role = {
  account,
  name: 'demo-no-mfa-role',
  maxSessionDuration: 43_200,
  trustPolicy: trust(userArn(bob)),
}

/** Requires the ExternalId `demo-external-id`. */
export const externalIdRole: Role = {
  account,
  name: 'demo-external-id-role',
  trustPolicy: trust(userArn(bob), { StringEquals: { 'sts:ExternalId': 'demo-external-id' } }),
}

/** A role in another account that trusts Bob's account. */
export const otherAccountRole: Role = {
  account: otherAccount,
  name: 'demo-other-account-role',
  trustPolicy: trust(rootArn(account)),
}

/** The users and roles of `assume demo`. */
export const demoWorld: World = {
  users: [bob, alice, admin],
  roles: [demoRole, noMfaRole, externalIdRole, otherAccountRole],
}

/** The role of an instance or container. AWS passes its credentials to the machine. */
export const instanceRole: Role = {
  account,
  name: 'demo-instance-role',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  },
  policies: {
    'assume-roles': {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
    },
  },
}

const ssoAccount = (accountId: string, accountName: string): SsoAccount => ({
  accountId,
  accountName,
  emailAddress: `${accountId}@example.com`,
})

/**
 * The IAM Identity Center of the demo: two of its accounts, and three with names that are ambiguous
 * or need quoting.
 */
export const demoSso: SsoWorld = {
  startUrl: 'https://demo.awsapps.com/start',
  region: 'eu-west-1',
  accounts: [
    ssoAccount(account, 'Demo'),
    ssoAccount(otherAccount, 'Prod Account'),
    ssoAccount('333333333333', 'Twin'),
    ssoAccount('444444444444', 'Twin'),
    ssoAccount('555555555555', 'Café: "Süd"'),
  ],
  users: [
    {
      name: 'bob',
      assignments: [
        { accountId: account, roleName: 'Admin' },
        { accountId: account, roleName: 'ReadOnly' },
        { accountId: otherAccount, roleName: 'ReadOnly' },
        { accountId: '333333333333', roleName: 'ReadOnly' },
        { accountId: '444444444444', roleName: 'ReadOnly' },
        { accountId: '555555555555', roleName: 'ReadOnly' },
      ],
    },
    { name: 'alice', assignments: [] },
  ],
}

/** The IAM Identity Center of a large organization, in which Bob has four roles in each account. */
export function demoOrganization(): SsoWorld {
  const { browserUser: _, ...organization } = sampleOrganization()
  const users = organization.users.map((user) => ({ ...user, name: 'bob' }))
  return { ...organization, users }
}

function accessKey(owner: string): AccessKey {
  return {
    accessKeyId: uniqueId('AKIA', account, `the key id of ${owner}`),
    secretAccessKey: secretAccessKey(`the secret of ${owner}`),
  }
}

function trust(principal: string, Condition = {}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      Condition,
    },
  }
}
