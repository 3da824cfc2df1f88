import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { alice, bob, story } from '../../../src/demo/story.ts'
import { roleArn as arnOf, type Role, type User } from '../../../src/demo/world.ts'
import type { Asked } from '../../../src/iam/conditions.ts'
import { identityPolicy } from '../../../src/iam/identity-policy.ts'
import { permissionSet, roleArn, rootArn, userArn } from '../../../src/iam/principals.ts'
import { type Trusted, trustPolicy } from '../../../src/iam/trust-policy.ts'
import { keysIn, keysOf, sdk } from '../demo/clients.ts'
import { demo } from '../demo/running.ts'

const account = '123456789012'
const home = () => ({ account, partition: 'aws' })

const nobody: Trusted = { users: [], roles: [], accounts: [], permissionSets: [], services: [] }
const theBob: Partial<Trusted> = { users: [userArn('Bob', home)] }
const theAccount: Partial<Trusted> = { accounts: [rootArn(home)] }

const trusting = (trusted: Partial<Trusted>, asked: Asked = {}): Role => ({
  account,
  name: 'role',
  trustPolicy: trustPolicy({ ...nobody, ...trusted }, asked),
})

const withMfa = { SerialNumber: `arn:aws:iam::${account}:mfa/Bob`, TokenCode: '123456' }

/** `assumed`, or AWS's word for why not. */
async function outcome(role: Role, user: User, input: Partial<AssumeRoleCommandInput> = {}) {
  const aws = await demo({ world: { ...story, users: [user], roles: [role] } })
  const command = { RoleArn: arnOf(role), RoleSessionName: 'test', ...input }
  return sdk(aws, keysOf(user))
    .send(new AssumeRoleCommand(command))
    .then(
      () => 'assumed',
      ({ name }: Error) => name,
    )
}

const denied = 'AccessDenied'

describe('a trust policy for a user', () => {
  const bare = { ...bob, policies: {} }

  it('lets that user in with MFA, and not without', async () => {
    expect(await outcome(trusting(theBob), bare, withMfa)).toBe('assumed')
    expect(await outcome(trusting(theBob), bare)).toBe(denied)
  })

  it('lets that user in without, if that is what is asked for', async () => {
    expect(await outcome(trusting(theBob, { mfa: false }), bare)).toBe('assumed')
  })

  it('lets nobody else in', async () => {
    expect(await outcome(trusting(theBob, { mfa: false }), alice)).toBe(denied)
  })

  it('wants the external id', async () => {
    const role = trusting(theBob, { mfa: false, externalId: 'a1b2' })
    expect(await outcome(role, bare, { ExternalId: 'a1b2' })).toBe('assumed')
    expect(await outcome(role, bare, { ExternalId: 'other' })).toBe(denied)
    expect(await outcome(role, bare)).toBe(denied)
  })

  it.each<[string, Asked, Partial<AssumeRoleCommandInput>]>([
    ['tags', { tagSession: true }, { Tags: [{ Key: 'team', Value: 'x' }] }],
    ['a source identity', { setSourceIdentity: true }, { SourceIdentity: 'bob' }],
  ])('allows %s only where that is asked for', async (_, asked, input) => {
    const policies = {
      all: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } },
    } as const
    const user = { ...bob, policies }
    expect(await outcome(trusting(theBob, { mfa: false, ...asked }), user, input)).toBe('assumed')
    expect(await outcome(trusting(theBob, { mfa: false }), user, input)).toBe(denied)
  })
})

describe('an identity policy, where the account is trusted', () => {
  const allowed = (asked: Asked = {}): User => ({
    ...bob,
    policies: { assume: identityPolicy([roleArn('role', home)], asked) },
  })

  it('lets its user into that role', async () => {
    expect(await outcome(trusting(theAccount), allowed())).toBe('assumed')
    expect(await outcome(trusting(theAccount), { ...bob, policies: {} })).toBe(denied)
  })

  it('lets its user into no other', async () => {
    expect(await outcome({ ...trusting(theAccount), name: 'other' }, allowed())).toBe(denied)
  })

  it('asks for MFA when told to, as the trust policy does', async () => {
    expect(await outcome(trusting(theAccount), allowed({ mfa: true }), withMfa)).toBe('assumed')
    expect(await outcome(trusting(theAccount), allowed({ mfa: true }))).toBe(denied)
    expect(await outcome(trusting(theAccount, { mfa: true }), allowed(), withMfa)).toBe('assumed')
    expect(await outcome(trusting(theAccount, { mfa: true }), allowed())).toBe(denied)
  })
})

describe('a trust policy for a permission set', () => {
  /** Bob holds this role, and asks for the one that trusts the permission set. */
  async function asRole(path: string, name: string): Promise<string> {
    const target = trusting({ permissionSets: [permissionSet('Admin', home)] })
    const held: Role = {
      ...trusting(theBob, { mfa: false }),
      path,
      name,
      policies: { assume: identityPolicy([arnOf(target)], {}) },
    }
    const aws = await demo({ world: { ...story, roles: [held, target] } })
    const assume = (role: Role) =>
      new AssumeRoleCommand({ RoleArn: arnOf(role), RoleSessionName: 'test' })
    const session = await sdk(aws).send(assume(held))
    return sdk(aws, keysIn(session))
      .send(assume(target))
      .then(
        () => 'assumed',
        ({ name }: Error) => name,
      )
  }

  it.each([
    [
      '/aws-reserved/sso.amazonaws.com/eu-west-2/',
      'AWSReservedSSO_Admin_0123456789abcdef',
      'assumed',
    ],
    ['/aws-reserved/sso.amazonaws.com/', 'AWSReservedSSO_Admin_0123456789abcdef', 'assumed'],
    ['/aws-reserved/sso.amazonaws.com/', 'AWSReservedSSO_Reader_0123456789abcdef', denied],
    ['/', 'AWSReservedSSO_Admin_0123456789abcdef', denied],
    ['/', 'Admin', denied],
  ])('%s%s: %s', async (path, name, wanted) => {
    expect(await asRole(path, name)).toBe(wanted)
  })
})

it('a trust policy for a service is for nobody else', async () => {
  const role = trusting({ services: ['ec2.amazonaws.com'] })
  expect(await outcome(role, bob, withMfa)).toBe(denied)
})
