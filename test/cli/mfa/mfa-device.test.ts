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

/** Bob with these MFA devices, and with the permission to list them. */
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

/** A profile with a role, so that the command line does not name the user. */
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

describe('an MFA device that no option or profile names', () => {
  it('is the one that IAM lists, and assume asks IAM only once', async () => {
    const { session } = await opened(bobWith(phone))
    expect(asked((await session(['wanting', '123456'])).calls)).toEqual([
      'ListMFADevices',
      `GetSessionToken ${phone}`,
      'AssumeRole',
    ])
    const fresh = await session(['wanting', '234567', '--refresh'])
    expect(asked(fresh.calls)).toEqual([`GetSessionToken ${phone}`, 'AssumeRole'])
  })

  it('needs no call to IAM if the command line names the user', async () => {
    const { session } = await opened(bobWith(named))
    const { calls } = await session(['Bob', demoRole.name, '123456'])
    expect(asked(calls)).toEqual([`GetSessionToken ${named}`, 'AssumeRole'])
    const after = await session(['wanting', '234567', '--refresh'])
    expect(asked(after.calls)).toEqual([`GetSessionToken ${named}`, 'AssumeRole'])
  })

  it.each([
    ['denies the call', { ...bobWith(named), policies: bob.policies }, []],
    ['does not answer', bobWith(named), [hang]],
    ['returns HTML', bobWith(named), [raw('<html>', 502)]],
    ['returns 2 MB', bobWith(named), [raw('x'.repeat(2_000_000))]],
  ])('has the name of the user if IAM %s', async (_, user, faults) => {
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

  it('is AWS_MFA_SERIAL, which overrides IAM, but not --serial-number or mfa_serial', async () => {
    const naming = `${config.replace('wanting', 'naming')}mfa_serial = ${phone}\n`
    const { session } = await opened(bobWith(phone, token), { config: config + naming })
    const variable = { AWS_MFA_SERIAL: token }
    expect(asked((await session(['wanting', '123456'], variable)).calls)[0]).toBe(
      `GetSessionToken ${token}`,
    )
    expect(asked((await session(['naming', '123456'], variable)).calls)[0]).toBe(
      `GetSessionToken ${phone}`,
    )
    const options = ['--serial-number', phone, '--refresh']
    expect(asked((await session(['wanting', ...options, '234567'], variable)).calls)[0]).toBe(
      `GetSessionToken ${phone}`,
    )
  })

  it('is not used just because AWS_MFA_SERIAL is set', async () => {
    const { assume } = await opened(bobWith(phone))
    const { calls } = await assume(['wanting'], { AWS_MFA_SERIAL: phone })
    expect(asked(calls)).toEqual(['AssumeRole', 'GetRole'])
  })

  it('is not requested from IAM of AWS if STS has another endpoint', async () => {
    const testAws = await TestAws.open({ world: worldOf(bobWith(named)), config })
    const { calls } = await testAws.session(['wanting', '123456'])
    expect(asked(calls)[0]).toBe('GetCallerIdentity')
  })

  it('is an error without a terminal if IAM lists several', async () => {
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

  it('is not one for which IAM returns an invalid serial number', async () => {
    const { testAws, assume } = await opened(bobWith(phone))
    const elements = { SerialNumber: '$(id)\u001b]0;x' }
    testAws.aws.faults.next = [{ kind: 'alter', elements }]
    const { stderr, exitCode } = await assume(['wanting', '123456'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('assume: the user of profile "Bob" has no MFA device')
  })

  it('is an error if IAM lists none', async () => {
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
  it('is ignored if there is another MFA device', async () => {
    const { session } = await opened(bobWith(passkey, phone))
    expect(asked((await session(['wanting', '123456'])).calls)[1]).toBe(`GetSessionToken ${phone}`)
  })

  it('is an error if it is the only MFA device', async () => {
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

describe('the MFA device on the terminal', () => {
  const withIam = (url: string) => `export AWS_ENDPOINT_URL_IAM=${url}`

  it('is chosen from several by its number, and the choice is saved', async () => {
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

  it('is not chosen on Ctrl-C, which cancels assume', async () => {
    const { testAws } = await opened(bobWith(phone, token))
    const lines = [withIam(testAws.aws.url), ...captured('wanting 123456')]
    const { shown } = await dialogue(testAws, lines, [['Which one', '\x03']])
    expect(shown).toMatch(/cancelled, nothing was changed\nstatus 130\nprinted \(exit 130\);\n$/)
  })

  it('is looked up in IAM if AWS does not know the first one', async () => {
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

  it('is an error if AWS does not know it and IAM denies the list', async () => {
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

it('each profile uses the MFA device of its own user', async () => {
  const carol: User = { ...bobWith(token), name: 'Carol', accessKeys: alice.accessKeys }
  const world = { ...demoWorld, users: [bobWith(phone), carol] }
  const testAws = await TestAws.open({ world, credentials: `${keysOf(bob)}${keysOf(carol)}` })
  const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
  const of = async (name: string) => asked((await testAws.session([name, '123456'], { env })).calls)
  expect(await of('Bob')).toEqual(['ListMFADevices', `GetSessionToken ${phone}`])
  expect(await of('Carol')).toEqual(['ListMFADevices', `GetSessionToken ${token}`])
})
