import { organizationOf } from '../../src/organizations/organization.ts'
import { secretAccessKey, uniqueId } from '../../src/state/access-key-id.ts'
import { base32 } from '../../src/state/base32.ts'
import type { Role, User, World } from '../../src/state/world.ts'
import { type OidcProvider, oidcProviderArn } from '../../src/sts/web-identity-token.ts'
import { accounts } from '../fixture.ts'
import { account, allowing, arn, trusting } from '../iam/clients.ts'

export const secret = base32(Buffer.alloc(20, 1))
export const policyArn = `${arn}:policy/used`
export const device = `${arn}:mfa/Carol`
export const unassigned = { serial: `${arn}:mfa/nobody`, secret }

const user = (name: string, more: Partial<User> = {}): User => ({
  account,
  name,
  accessKeys: [],
  policies: {},
  mfaDevices: [],
  ...more,
})
export const carolsKey = {
  accessKeyId: uniqueId('AKIA', account, 'the key of Carol'),
  secretAccessKey: secretAccessKey('the secret of Carol'),
}
const carol = user('Carol', {
  attachedPolicies: [policyArn],
  accessKeys: [carolsKey],
  mfaDevices: [{ serial: device, secret }],
})

export const trustPolicy = JSON.parse(trusting({ AWS: `${arn}:root` }))
const role = (name: string, more: Partial<Role> = {}): Role => ({
  account,
  name,
  trustPolicy,
  ...more,
})

export const provider: OidcProvider = {
  account,
  host: 'oidc.example.com',
  audiences: ['sts.amazonaws.com'],
  secret: 'the key of the provider',
}

const document = JSON.parse(allowing('*'))

/** The world that the valid requests work on. */
export const world: World = {
  ...accounts,
  users: [...accounts.users, carol, user('Dave')],
  roles: [
    ...accounts.roles,
    role('used', { attachedPolicies: [policyArn] }),
    role('unused'),
    role('worker', {
      trustPolicy: JSON.parse(
        trusting({ Federated: oidcProviderArn(provider) }).replace(
          'sts:AssumeRole',
          'sts:AssumeRoleWithWebIdentity',
        ),
      ),
    }),
  ],
  managedPolicies: { [policyArn]: { document }, [`${arn}:policy/unused`]: { document } },
  unassignedDevices: [unassigned],
  oidcProviders: [provider],
  organization: organizationOf([{ id: account, name: 'main', email: 'm@example.com' }], account),
}
