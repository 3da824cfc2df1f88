import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { start } from '../src/stand-in.ts'
import { parseWorld } from '../src/state/parse-world.ts'
import { accounts, bob, demoRole, ssoWorld } from './fixture.ts'
import { sdk } from './sdk.ts'

const world = (user: object) => ({ users: [{ ...bob, ...user }] })
const statement = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }
const trusting = (more: object) => ({
  roles: [{ ...demoRole, trustPolicy: { Statement: { ...statement, ...more } } }],
})

describe('a world', () => {
  it('is parsed without changes', () => {
    const given = { ...accounts, sso: ssoWorld, instanceRole: demoRole.name }
    const parsed = parseWorld(given)
    // The objects are not equal if the AWS SDK has marked the keys.
    expect(given).toMatchObject(parsed)
    expect(Object.keys(parsed)).toEqual(expect.arrayContaining(Object.keys(given)))
  })

  it('may omit every property that is empty', () => {
    expect(parseWorld({})).toEqual({ users: [], roles: [] })
    const { account, name } = bob
    expect(parseWorld({ users: [{ account, name }] }).users).toEqual([
      { account, name, accessKeys: [], policies: {}, mfaDevices: [] },
    ])
  })

  it('may contain keys that the AWS SDK has marked', async () => {
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
    const given = { users: [{ account: bob.account, name: 'carol', accessKeys: [keys] }] }
    for (const _ of ['first', 'second']) {
      const standIn = await start({ world: given })
      await sdk(standIn, keys).send(new GetCallerIdentityCommand())
      await standIn.close()
    }
    expect(Object.keys(keys)).toContain('$source')
  })

  it.each<readonly [world: unknown, message: string]>([
    [[], 'the world must be an object, not an array'],
    ['{}', 'the world must be an object, not a string'],
    [{ user: [] }, 'user is unknown'],
    [{ users: {} }, 'users must be an array, not an object'],
    [world({ account: 123456789012 }), 'users[0].account must be a string, not a number'],
    [world({ account: '123' }), 'users[0].account must be 12 digits'],
    [world({ name: '' }), 'users[0].name must not be empty'],
    [world({ path: 'team' }), 'users[0].path must begin and end with a slash'],
    [
      world({ accessKeys: [{ accessKeyId: 'AKIA' }] }),
      'users[0].accessKeys[0].secretAccessKey is missing',
    ],
    [
      world({ mfaDevices: [{ serial: 's', secret: '0189' }] }),
      'users[0].mfaDevices[0].secret must be base32',
    ],
    [
      world({ mfaDevices: [{ serial: 's', codes: ['1'] }] }),
      'users[0].mfaDevices[0].codes[0] must be 6 digits',
    ],
    [world({ policies: { p: {} } }), 'users[0].policies.p.Statement is missing'],
    [
      trusting({ Effect: 'allow' }),
      'roles[0].trustPolicy.Statement.Effect must be "Allow" or "Deny", not a string',
    ],
    [trusting({ NotAction: 'sts:*' }), 'roles[0].trustPolicy.Statement.NotAction is unknown'],
    [{ sso: { ...ssoWorld, accounts: undefined } }, 'sso.accounts is missing'],
  ])('with a mistake is rejected with its path: %j', (wrong, message) => {
    expect(() => parseWorld(wrong)).toThrow(new Error(message))
  })

  it('with many mistakes is rejected with every path and no value', () => {
    const secret = { secretAccessKey: 's3cr3t' }
    const wrong = { users: [{ account: 's3cr3t', accessKeys: [secret], secret: 's3cr3t' }] }
    expect(() => parseWorld(wrong)).toThrow(
      new Error(
        [
          'users[0].account must be 12 digits',
          'users[0].name is missing',
          'users[0].accessKeys[0].accessKeyId is missing',
          'users[0].secret is unknown',
        ].join('\n'),
      ),
    )
  })

  it.each<readonly [world: object, message: string]>([
    [{ ...accounts, instanceRole: 'nobody' }, 'instanceRole: there is no role "nobody"'],
    [{ signIn: { browserUser: 'eve' } }, 'signIn.browserUser: there is no user "eve"'],
    [{ sso: { ...ssoWorld, browserUser: 'eve' } }, 'sso.browserUser: there is no user "eve"'],
    [
      { users: [bob, { ...bob, name: 'Eve' }] },
      `the access key ${bob.accessKeys[0]?.accessKeyId} has two owners`,
    ],
    [
      trusting({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      'trust policy of arn:aws:iam::123456789012:role/aws-cli-test-iam-role: the stand-in does not support the operator "IpAddress"',
    ],
  ])('with inconsistent parts is rejected: %#', async (wrong, message) => {
    await expect(start({ world: wrong })).rejects.toThrow(new Error(message))
  })
})
