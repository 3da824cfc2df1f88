import { hang, type MfaDevice, raw, roleArn, type User } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { captured, dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws, type TestAwsSetup } from '../../support/test-aws.ts'

const named = 'arn:aws:iam::123456789012:mfa/Bob'
const phone = 'arn:aws:iam::123456789012:mfa/phone'
const token = 'GAHT12345678'
const passkey = 'arn:aws:iam::123456789012:u2f/user/Bob/key-ABCDEFGH'

/** Bob with these devices, who may ask IAM about them. */
const bobWith = (...serials: string[]): User => ({
  ...bob,
  policies: {
    ...bob.policies,
    asking: { Statement: { Effect: 'Allow', Action: 'iam:ListMFADevices', Resource: '*' } },
  },
  mfaDevices: serials.map(
    (serial): MfaDevice =>
      serial === passkey ? { serial } : { serial, codes: ['123456', '234567'] },
  ),
})

const worldOf = (user: User) => ({ ...demoWorld, users: [user, alice] })

/** A role of a profile, so that nobody names the user. */
const config = `[profile wanting]\nrole_arn = ${roleArn(demoRole)}\nsource_profile = Bob\n`

async function opened(user: User, props: TestAwsSetup = {}) {
  const testAws = await TestAws.open({ world: worldOf(user), config, ...props })
  const iam = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
  const run = (env: Record<string, string>) => ({ env: { ...iam, ...env } })
  return {
    testAws,
    iam,
    assume: (words: readonly string[], env = {}) => testAws.assume(words, run(env)),
    session: (words: readonly string[], env = {}) => testAws.session(words, run(env)),
  }
}

type Calls = readonly Readonly<Record<string, string | undefined>>[]

const asked = (calls: Calls) =>
  calls.map(({ action, SerialNumber }) => [action, SerialNumber].filter(Boolean).join(' '))

describe('the device that nobody names', () => {
  it('is the one that IAM tells, asked once', async () => {
    const { session } = await opened(bobWith(phone))
    expect(asked((await session(['wanting', '123456'])).calls)).toEqual([
      'ListMFADevices',
      `GetSessionToken ${phone}`,
      'AssumeRole',
    ])
    const fresh = await session(['wanting', '234567', '--refresh'])
    expect(asked(fresh.calls)).toEqual([`GetSessionToken ${phone}`, 'AssumeRole'])
  })

  it('costs no call of IAM where the user is named', async () => {
    const { session } = await opened(bobWith(named))
    const { calls } = await session(['Bob', demoRole.name, '123456'])
    expect(asked(calls)).toEqual([`GetSessionToken ${named}`, 'AssumeRole'])
    const after = await session(['wanting', '234567', '--refresh'])
    expect(asked(after.calls)).toEqual([`GetSessionToken ${named}`, 'AssumeRole'])
  })

  it.each([
    ['who denies it', { ...bobWith(named), policies: bob.policies }, []],
    ['who does not answer', bobWith(named), [hang]],
    ['who answers nonsense', bobWith(named), [raw('<html>', 502)]],
    ['who answers with a megabyte', bobWith(named), [raw('x'.repeat(2_000_000))]],
  ])('is named like the user for an IAM %s', async (_, user, faults) => {
    const { testAws, session } = await opened(user)
    testAws.aws.faults.next = [...faults]
    const { calls, stderr } = await session(['wanting', '123456'])
    expect(asked(calls)).toEqual([
      'ListMFADevices',
      'GetCallerIdentity',
      `GetSessionToken ${named}`,
      'AssumeRole',
    ])
    expect(stderr).toBe(
      'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n',
    )
  })

  it('is AWS_MFA_SERIAL before what IAM tells, and after what a profile says', async () => {
    const { session } = await opened(bobWith(phone, token))
    const variable = { AWS_MFA_SERIAL: token }
    expect(asked((await session(['wanting', '123456'], variable)).calls)[0]).toBe(
      `GetSessionToken ${token}`,
    )
    const options = ['--serial-number', phone, '--refresh']
    expect(asked((await session(['wanting', ...options, '123456'], variable)).calls)[0]).toBe(
      `GetSessionToken ${phone}`,
    )
  })

  it('AWS_MFA_SERIAL asks for no MFA by itself', async () => {
    const { assume } = await opened(bobWith(phone))
    const { calls } = await assume(['wanting'], { AWS_MFA_SERIAL: phone })
    expect(asked(calls)).toEqual(['AssumeRole', 'GetRole'])
  })

  it('is not asked of AWS’s own IAM by who sends STS elsewhere', async () => {
    const testAws = await TestAws.open({ world: worldOf(bobWith(named)), config })
    const { calls } = await testAws.session(['wanting', '123456'])
    expect(asked(calls)[0]).toBe('GetCallerIdentity')
  })

  it('of several needs a person', async () => {
    const { assume } = await opened(bobWith(phone, passkey, token))
    expect(await assume(['wanting', '123456'])).toMatchObject({
      stdout: '(exit 3);\n',
      exitCode: 3,
      stderr:
        'assume: the user of profile "Bob" has several MFA devices, and it is not clear which one the code is from\n' +
        `  hint: --serial-number ${phone}\n` +
        `  hint: --serial-number ${token}\n` +
        '  hint: or mfa_serial in the profile\n',
    })
  })

  it('is not one whose serial number is none, whatever IAM says', async () => {
    const { testAws, assume } = await opened(bobWith(phone))
    const elements = { SerialNumber: '$(id)\u001b]0;x' }
    testAws.aws.faults.next = [{ kind: 'alter', elements }]
    const { stderr, exitCode } = await assume(['wanting', '123456'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('assume: the user of profile "Bob" has no MFA device')
  })

  it('is none where the user has none', async () => {
    const { assume } = await opened(bobWith())
    expect(await assume(['wanting', '123456'])).toMatchObject({
      exitCode: 1,
      stderr:
        'assume: the user of profile "Bob" has no MFA device, according to IAM\n' +
        '  hint: leave the code out; a role that is denied without MFA may be denied for another reason, too\n',
    })
  })
})

const besideFido =
  '  hint: add an authenticator app beside it, in the console or with: aws iam create-virtual-mfa-device; a user may have eight devices\n'

describe('a passkey', () => {
  it('is left out', async () => {
    const { session } = await opened(bobWith(passkey, phone))
    expect(asked((await session(['wanting', '123456'])).calls)[1]).toBe(`GetSessionToken ${phone}`)
  })

  it('alone is of no use', async () => {
    const { assume } = await opened(bobWith(passkey))
    expect(await assume(['wanting', '123456'])).toMatchObject({
      exitCode: 1,
      stderr: `assume: the user of profile "Bob" has no MFA device but ${passkey}: a passkey or FIDO security key has no codes, and STS accepts only codes\n${besideFido}`,
    })
  })

  it.each([
    ['--serial-number', ['wanting', '--serial-number', passkey, '123456'], {}, config, 2],
    ['AWS_MFA_SERIAL', ['wanting', '123456'], { AWS_MFA_SERIAL: passkey }, config, 1],
    [
      'mfa_serial of "wanting" (~/.aws/config:4)',
      ['wanting'],
      {},
      `${config}mfa_serial = ${passkey}\n`,
      1,
    ],
  ])('named by %s is refused before any call', async (where, words, env, profiles, exitCode) => {
    const { assume } = await opened(bobWith(phone), { config: profiles })
    expect(await assume(words, env)).toMatchObject({
      exitCode,
      calls: [],
      stderr: `assume: ${where}: ${passkey} is a passkey or a FIDO security key, which has no codes; STS accepts only codes\n${besideFido}`,
    })
  })
})

describe('on the terminal', () => {
  const withIam = (url: string) => `export AWS_ENDPOINT_URL_IAM=${url}`

  it('of several devices one is chosen by its number, and remembered', async () => {
    const { testAws } = await opened(bobWith(phone, token))
    const lines = [withIam(testAws.aws.url), ...captured('wanting 123456')]
    const { shown, calls } = await dialogue(testAws, lines, [
      ['Which one is the code from, 1 to 2? ', '3\r'],
      ['a number from 1 to 2', ''],
      ['Which one is the code from, 1 to 2? ', '2\r'],
    ])
    expect(shown).toContain(
      `The MFA devices of the user of profile "Bob":\n  1  ${phone}\n  2  ${token}\n`,
    )
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(asked(calls)).toEqual(['ListMFADevices', `GetSessionToken ${token}`, 'AssumeRole'])
    const fresh = await testAws.session(['wanting', '--refresh', '234567'])
    expect(asked(fresh.calls)[0]).toBe(`GetSessionToken ${token}`)
  })

  it('Ctrl-C at the choice cancels', async () => {
    const { testAws } = await opened(bobWith(phone, token))
    const lines = [withIam(testAws.aws.url), ...captured('wanting 123456')]
    const { shown } = await dialogue(testAws, lines, [['Which one', '\x03']])
    expect(shown).toMatch(/cancelled, nothing was changed\nstatus 130\nprinted \(exit 130\);\n$/)
  })

  it('a device that AWS does not know is looked for, and a new code asked for', async () => {
    const { testAws } = await opened(bobWith(phone))
    const lines = [withIam(testAws.aws.url), ...captured(`Bob ${demoRole.name} 123456`)]
    const { shown, calls } = await dialogue(testAws, lines, [
      [`MFA code for ${phone}: `, '234567\r'],
    ])
    expect(shown).toContain(
      `assume: AWS knows no MFA device ${named} of these keys; the code may be spent, so the next one is asked for\n`,
    )
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(asked(calls)).toEqual([
      `GetSessionToken ${named}`,
      'ListMFADevices',
      `GetSessionToken ${phone}`,
      'AssumeRole',
    ])
  })

  it('a device that AWS does not know and IAM does not tell is to be named', async () => {
    const user = { ...bobWith(phone), policies: bob.policies }
    const { testAws } = await opened(user)
    const lines = [withIam(testAws.aws.url), ...captured(`Bob ${demoRole.name} 123456`)]
    const { shown } = await dialogue(testAws, lines)
    expect(shown).toContain(
      `assume: GetSessionToken for ${named} failed: MultiFactorAuthentication failed, unable to validate MFA code.`,
    )
    expect(shown).toContain(
      `  hint: a second try, with an MFA code: AWS knows no MFA device ${named} of these keys, and IAM does not tell which they have\n` +
        '  hint: name it with --serial-number, mfa_serial in the profile, or AWS_MFA_SERIAL\n',
    )
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
  })
})

it('a key of another profile’s user is another user’s', async () => {
  const carol: User = { ...bobWith(token), name: 'Carol', accessKeys: alice.accessKeys }
  const world = { ...demoWorld, users: [bobWith(phone), carol] }
  const testAws = await TestAws.open({ world, credentials: `${keysOf(bob)}${keysOf(carol)}` })
  const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
  const of = async (name: string) => asked((await testAws.session([name, '123456'], { env })).calls)
  expect(await of('Bob')).toEqual(['ListMFADevices', `GetSessionToken ${phone}`])
  expect(await of('Carol')).toEqual(['ListMFADevices', `GetSessionToken ${token}`])
})
