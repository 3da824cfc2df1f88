import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Role,
  refuse,
  roleArn,
  secretAccessKey,
  startAwsServer,
  type User,
  uniqueId,
  type World,
} from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import {
  cacheFolderOf,
  changeCached,
  leftovers,
  modeOf,
  sessionFiles,
} from '../../support/cache-files.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, type Outcome, TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const otherSerial = 'GAHT12345678'

const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

const actions = ({ calls }: Pick<Outcome, 'calls'>) => calls.map(({ action }) => action)

/** A role that all principals of both accounts may assume, also with tags and a source identity. */
const open = (name: string, account = bob.account): Role => ({
  account,
  name,
  maxSessionDuration: 43_200,
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: ['123456789012', '210987654321'] },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  },
  policies: { chain: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } },
})

/** Bob has a second access key and a second MFA device. */
const second = {
  accessKeyId: uniqueId('AKIA', bob.account, 'second'),
  secretAccessKey: secretAccessKey('second'),
}
const user: User = {
  ...bob,
  accessKeys: [...bob.accessKeys, second],
  policies: { all: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } } },
  mfaDevices: [...bob.mfaDevices, { serial: otherSerial, codes: ['123456'] }],
}
const roles = [open('prod'), open('other'), open('hub'), open('prod', '210987654321')]
const world: World = { ...demoWorld, users: [user, alice], roles: [...demoWorld.roles, ...roles] }

const credentials = keysOf(bob) + keysOf({ ...bob, accessKeys: [second] }, 'second')

const role = (name: string, ...lines: string[]) =>
  [
    `[profile ${name}]`,
    `role_arn = arn:aws:iam::123456789012:role/prod`,
    'source_profile = Bob',
    'role_session_name = me',
    ...lines,
    '',
  ].join('\n')

/** Profiles that differ from `plain`, or from `mfa`, in one thing each. */
const config = [
  role('plain'),
  role('role').replace('role/prod', 'role/other'),
  role('account').replace('123456789012', '210987654321'),
  role('key').replace('= Bob', '= second'),
  role('chain').replace('= Bob', '= hub'),
  role('hub').replace('role/prod', 'role/hub'),
  role('external-id', 'external_id = id'),
  role('session-name').replace('= me', '= you'),
  role('duration', 'duration_seconds = 900'),
  role('mfa', `mfa_serial = ${serial}`),
  role('serial', `mfa_serial = ${otherSerial}`),
].join('')

const openScene = () => TestAws.open({ world, config, credentials })

describe('a second assume of the same target', () => {
  it.each([
    ['a role', ['plain']],
    ['a chained role', ['chain']],
    ['a role with MFA', ['mfa', '123456']],
    ['a role of more than an hour with MFA', ['mfa', '123456', '--duration', '2h']],
    ['a user’s own session', ['Bob', '--serial-number', serial, '123456']],
    ['USER ROLE', ['Bob', demoRole.name, '123456']],
    ['a bare ARN', [roleArn(noMfaRole), '--source-profile', 'Bob']],
  ])('makes no call and returns the same session: %s', async (_, words) => {
    const testAws = await openScene()
    const first = await testAws.session(words)
    expect(first.calls.length).toBeGreaterThan(0)
    const again = await testAws.session(words.filter((word) => word !== '123456'))
    expect(again).toEqual({ session: first.session, stderr: '', exitCode: 0, calls: [] })
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('gets the same credentials in another format and with another region', async () => {
    const testAws = await openScene()
    const first = await testAws.session(['plain'])
    const shell = await testAws.assume(['plain', '--region', 'eu-west-1'])
    expect(shell.calls).toEqual([])
    expect(await evaluated(shell.stdout)).toMatchObject({
      AWS_ACCESS_KEY_ID: first.session.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: first.session.SecretAccessKey,
      AWS_SESSION_TOKEN: first.session.SessionToken,
      AWS_CREDENTIAL_EXPIRATION: first.session.Expiration,
      AWS_ACCOUNT_ID: first.session.AccountId,
      AWS_REGION: 'eu-west-1',
    })
  })

  it('needs neither AWS nor the secret access key of the user', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['plain'])
    await testAws.aws.close()
    const file = join(testAws.home.path, 'other-secrets')
    writeFileSync(file, credentials.replace(/(?<=aws_secret_access_key = ).*/g, 'x'))
    const env = { AWS_SHARED_CREDENTIALS_FILE: file }
    expect((await testAws.session(['plain'], { env })).session).toEqual(session)
  })

  it('finds the session in a cache that only its owner can read', async () => {
    const testAws = await openScene()
    await testAws.assume(['mfa', '123456'])
    const cache = cacheFolderOf(testAws.home)
    const names = readdirSync(cache, { recursive: true, encoding: 'utf8' })
    const modes = names.map((name) => `${name}: ${modeOf(join(cache, name))}`)
    expect(modes.filter((mode) => !/^\w+: 700$|: 600$/.test(mode))).toEqual([])
    expect(modeOf(cache)).toBe('700')
    expect(sessionFiles(testAws.home)).toHaveLength(2)
    expect((await testAws.session(['mfa'])).calls).toEqual([])
  })
})

describe('the session key', () => {
  it.each<[string, string[], string[], Record<string, string>?]>([
    ['the role', ['plain'], ['role']],
    ['the account of the role', ['plain'], ['account']],
    ['the access key of the user', ['plain'], ['key']],
    ['the source role', ['plain'], ['chain']],
    ['the external id', ['plain'], ['external-id']],
    ['--external-id', ['plain'], ['plain', '--external-id', 'id']],
    ['the session name', ['plain'], ['session-name']],
    ['--session-name', ['plain'], ['plain', '--session-name', 'you']],
    ['the duration', ['plain'], ['duration']],
    ['--duration', ['plain'], ['plain', '--duration', '20m']],
    ['--policy', ['plain'], ['plain', '--policy', '{"Version":"2012-10-17","Statement":[]}']],
    [
      '--policy-arn',
      ['plain'],
      ['plain', '--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ],
    ['--tag', ['plain'], ['plain', '--tag', 'team=blue']],
    ['the value of a --tag', ['plain', '--tag', 'team=red'], ['plain', '--tag', 'team=blue']],
    [
      '--transitive-tag',
      ['plain', '--tag', 'team=red'],
      ['plain', '--tag', 'team=red', '--transitive-tag', 'team'],
    ],
    ['--source-identity', ['plain'], ['plain', '--source-identity', 'bob']],
    ['the MFA device', ['mfa', '123456'], ['serial', '123456']],
    ['--serial-number', ['mfa', '123456'], ['mfa', '--serial-number', otherSerial, '123456']],
    [
      'the MFA device of the role itself',
      ['mfa', '123456', '--duration', '2h'],
      ['serial', '123456', '--duration', '2h'],
    ],
    [
      'the access key in the environment',
      [roleArn(noMfaRole), '--source-profile', 'Bob'],
      [roleArn(noMfaRole)],
      {
        AWS_ACCESS_KEY_ID: second.accessKeyId,
        AWS_SECRET_ACCESS_KEY: second.secretAccessKey,
      },
    ],
  ])('contains %s, so that each value has its own cached session', async (_, one, other, env) => {
    const testAws = await openScene()
    const first = await testAws.session(one)
    const changed = await testAws.session(other, env && { env })
    expect(actions(changed).at(-1)).toBe('AssumeRole')
    expect(changed.session.AccessKeyId).not.toBe(first.session.AccessKeyId)
    const back = await testAws.session(one.filter((word) => word !== '123456'))
    expect(back).toMatchObject({ session: first.session, calls: [] })
    const there = await testAws.session(
      other.filter((word) => word !== '123456'),
      env && { env },
    )
    expect(there).toMatchObject({ session: changed.session, calls: [] })
  })

  it('contains MFA, but a session with MFA is also used for requests without it', async () => {
    const testAws = await openScene()
    const without = await testAws.session(['plain'])
    const { session } = await testAws.session(['mfa', '123456'])
    expect(session.AccessKeyId).not.toBe(without.session.AccessKeyId)
    expect(await testAws.session(['plain'])).toMatchObject({ session, calls: [] })
  })

  it('contains the content of the file of --policy', async () => {
    const testAws = await openScene()
    const path = join(testAws.home.path, 'policy.json')
    const policy = (Effect: string) =>
      writeFileSync(
        path,
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect, Action: '*', Resource: '*' }],
        }),
      )
    const words = ['plain', '--policy', path]
    policy('Allow')
    const first = await testAws.session(words)
    policy('Deny')
    expect((await testAws.session(words)).calls).toHaveLength(1)
    policy('Allow')
    expect(await testAws.session(words)).toMatchObject({ session: first.session, calls: [] })
  })

  it('contains the STS endpoint', async () => {
    const testAws = await openScene()
    const first = await testAws.session(['plain'])
    const elsewhere = await startAwsServer({ world })
    try {
      const env = { AWS_ENDPOINT_URL_STS: elsewhere.url }
      const { session } = await testAws.session(['plain'], { env })
      expect(elsewhere.calls.map(({ action }) => action)).toEqual(['AssumeRole'])
      expect(session.AccessKeyId).not.toBe(first.session.AccessKeyId)
      expect((await testAws.session(['plain'], { env })).session).toEqual(session)
      expect(elsewhere.calls).toHaveLength(1)
    } finally {
      await elsewhere.close()
    }
    expect(await testAws.session(['plain'])).toMatchObject({ session: first.session, calls: [] })
  })

  it('does not contain the region, because a session is valid in its whole partition', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['plain'])
    const there = await testAws.session(['plain', '--region', 'ap-south-1'])
    expect(there).toMatchObject({ session, calls: [] })
  })

  it('does not contain the location of the access key', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session([roleArn(noMfaRole), '--source-profile', 'Bob'])
    const [key] = bob.accessKeys
    const env = {
      AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
    }
    expect(await testAws.session([roleArn(noMfaRole)], { env })).toMatchObject({
      session,
      calls: [],
    })
  })
})

describe('one MFA code', () => {
  it('leads to one GetSessionToken call, and one AssumeRole call for each role', async () => {
    const testAws = await openScene()
    const targets = ['plain', 'role', 'account', 'external-id', 'session-name']
    const withDevice = (name: string) => [name, '--serial-number', serial]
    const first = await testAws.session([...withDevice('plain'), '123456'])
    expect(first.stderr).toBe(oneCode)
    for (const shell of [1, 2]) {
      for (const name of targets) {
        const { stderr } = await testAws.session([...withDevice(name), '--no-input'])
        expect({ shell, name, stderr }).toEqual({ shell, name, stderr: '' })
      }
    }
    const made = testAws.aws.calls.map(({ action }) => action)
    expect(made.filter((action) => action === 'GetSessionToken')).toHaveLength(1)
    expect(made.filter((action) => action === 'AssumeRole')).toHaveLength(targets.length)
    expect(testAws.aws.calls.filter(({ params }) => params.TokenCode)).toHaveLength(1)
  })

  it('is not sent if an MFA session is cached, and stderr says so', async () => {
    const testAws = await openScene()
    await testAws.session(['mfa', '123456'])
    const unused =
      'assume: the code was not needed, because an MFA session is cached; the code is still unused\n'
    expect(await testAws.session(['mfa', '654321'])).toMatchObject({ calls: [], stderr: unused })
    const other = await testAws.session(['role', '--serial-number', serial, '654321'])
    expect(other.stderr).toBe(unused)
    expect(actions(other)).toEqual(['AssumeRole'])
    expect(other.calls[0]).not.toHaveProperty('TokenCode')
  })

  it('starts an MFA session of the duration in mfa_session_duration', async () => {
    const files = { '.config/assume/config': 'mfa_session_duration = 36h\n' }
    const testAws = await TestAws.open({ world, config, credentials, files })
    const { calls, stderr } = await testAws.session(['mfa', '123456'])
    expect(calls[0]).toMatchObject({ action: 'GetSessionToken', DurationSeconds: '129600' })
    expect(stderr).toBe(oneCode.replace('4 h', '36 h'))
  })
})

const minutes = (count: number) => Date.now() + count * 60_000 + 30_000

describe('a cached session with less than 5 minutes left', () => {
  it('is renewed, and a session with more than 5 minutes is not', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['plain'])
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(5)
    })
    expect((await testAws.session(['plain'])).calls).toEqual([])
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(4)
    })
    const anew = await testAws.session(['plain'])
    expect(actions(anew)).toEqual(['AssumeRole'])
    expect(anew.stderr).toBe('')
    expect(anew.session.AccessKeyId).not.toBe(session.AccessKeyId)
  })

  it('is renewed from the cached MFA session, without a code', async () => {
    const testAws = await openScene()
    await testAws.session(['mfa', '123456'])
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(4)
    })
    const anew = await testAws.session(['mfa', '--no-input'])
    expect(actions(anew)).toEqual(['AssumeRole'])
    expect(anew.stderr).toBe('')
  })

  it('is printed with a message, or renewed with a code, if renewal needs one', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['mfa', '123456', '--duration', '2h'])
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(4)
    })
    const old = await testAws.session(['mfa', '--duration', '2h'])
    expect(old.calls).toEqual([])
    expect(old.session.AccessKeyId).toBe(session.AccessKeyId)
    expect(old.stderr).toBe('assume: the session has 4 min left; a new one takes a code\n')
    const anew = await testAws.session(['mfa', '123457', '--duration', '2h'])
    expect(anew.calls).toMatchObject([{ action: 'AssumeRole', TokenCode: '123457' }])
    expect(anew.session.AccessKeyId).not.toBe(session.AccessKeyId)
  })

  it('is printed with a warning if AWS refuses a new one', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['plain'])
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(4)
    })
    testAws.aws.faults.always = { kind: 'raw', status: 400, body: 'no' }
    const { session: given, stderr } = await testAws.session(['plain'])
    expect(given.AccessKeyId).toBe(session.AccessKeyId)
    expect(stderr).toMatch(
      /^assume: warning: the session cannot be renewed; using the cached one with 4 min left: AssumeRole of .* failed: /,
    )
    const renewed = await testAws.assume(['plain', '--refresh'])
    expect(renewed).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1 })
  })

  it('is still used to assume a role if it is an MFA session', async () => {
    const testAws = await openScene()
    await testAws.session(['mfa', '123456'])
    changeCached(testAws.home, 'MFA sessions', (entry) => {
      entry.until = minutes(1)
    })
    expect(actions(await testAws.session(['mfa', '--session-name', 'you', '--no-input']))).toEqual([
      'AssumeRole',
    ])
  })
})

it('an expired session is never printed', async () => {
  const testAws = await openScene()
  const { session } = await testAws.session(['mfa', '123456'])
  changeCached(testAws.home, 'all', (entry) => {
    entry.until = Date.now() - 1
  })
  expect(await testAws.assume(['mfa'])).toMatchObject({ exitCode: 3, calls: [] })
  const anew = await testAws.session(['mfa', '123457'])
  expect(actions(anew)).toEqual(['GetSessionToken', 'AssumeRole'])
  expect(anew.session.AccessKeyId).not.toBe(session.AccessKeyId)
})

describe('--refresh', () => {
  it('gets a new session, and caches it', async () => {
    const testAws = await openScene()
    const { session } = await testAws.session(['plain'])
    const anew = await testAws.session(['plain', '--refresh'])
    expect(actions(anew)).toEqual(['AssumeRole'])
    expect(anew.session.AccessKeyId).not.toBe(session.AccessKeyId)
    expect(await testAws.session(['plain'])).toMatchObject({ session: anew.session, calls: [] })
  })

  it('uses the cached MFA session, and renews it only with a code', async () => {
    const testAws = await openScene()
    await testAws.session(['mfa', '123456'])
    expect(actions(await testAws.session(['mfa', '--refresh', '--no-input']))).toEqual([
      'AssumeRole',
    ])
    expect(actions(await testAws.session(['mfa', '--refresh', '123457']))).toEqual([
      'GetSessionToken',
      'AssumeRole',
    ])
  })

  it('does not renew the session of the source role', async () => {
    const testAws = await openScene()
    await testAws.session(['chain'])
    expect(actions(await testAws.session(['chain', '--refresh']))).toEqual(['AssumeRole'])
  })

  it('fails if it needs a code and has no terminal; the session stays cached', async () => {
    const testAws = await openScene()
    const words = ['mfa', '--duration', '2h']
    const { session } = await testAws.session([...words, '123456'])
    expect(await testAws.assume([...words, '--refresh'])).toMatchObject({
      stdout: '(exit 3);\n',
      exitCode: 3,
      calls: [],
    })
    expect(await testAws.session(words)).toMatchObject({ session, calls: [] })
  })
})

describe('a second assume of the target of the active session', () => {
  it('renews the session', async () => {
    const testAws = await openScene()
    const env = await evaluated((await testAws.assume(['plain'])).stdout)
    const again = await testAws.assume(['plain'], { env })
    expect(again.stderr).toBe('')
    expect(actions(again)).toEqual(['AssumeRole'])
    const renewed = await evaluated(again.stdout, env)
    expect(renewed.AWS_ACCESS_KEY_ID).not.toBe(env.AWS_ACCESS_KEY_ID)
    // Another shell gets the new session from the cache.
    const other = await testAws.assume(['plain'])
    expect(other.calls).toEqual([])
    expect(await evaluated(other.stdout)).toMatchObject({
      AWS_ACCESS_KEY_ID: renewed.AWS_ACCESS_KEY_ID,
    })
  })

  it('leaves the session active with a warning if AWS refuses a new one', async () => {
    const testAws = await openScene()
    const env = await evaluated((await testAws.assume(['plain'])).stdout)
    changeCached(testAws.home, 'roles', (entry) => {
      entry.until = minutes(54)
    })
    testAws.aws.faults.always = refuse('AccessDenied', 403, 'Access denied')
    const { stdout, stderr, exitCode } = await testAws.assume(['plain'], { env })
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(
      /^assume: warning: the session cannot be renewed; using the cached one with 54 min left: AssumeRole of .* failed: [^\n]*\n {2}hint: [^\n]*\n$/,
    )
    const { AWS_ACCESS_KEY_ID } = await evaluated(stdout, env)
    expect(AWS_ACCESS_KEY_ID).toBe(env.AWS_ACCESS_KEY_ID)
  })

  it('leaves the session active with a message if a new one needs a code', async () => {
    const testAws = await openScene()
    const words = ['mfa', '--duration', '2h']
    const env = await evaluated((await testAws.assume([...words, '123456'])).stdout)
    const again = await testAws.assume(words, { env })
    expect(again).toMatchObject({
      stderr: 'assume: this shell holds the session already; a new one takes a code\n',
      exitCode: 0,
      calls: [],
    })
    const { AWS_ACCESS_KEY_ID } = await evaluated(again.stdout, env)
    expect(AWS_ACCESS_KEY_ID).toBe(env.AWS_ACCESS_KEY_ID)
    expect(actions(await testAws.assume([...words, '123457'], { env }))).toEqual(['AssumeRole'])
  })
})
