import { type Role, roleArn, secretAccessKey, totp, type User, uniqueId } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const derived = 'arn:aws:iam::123456789012:mfa/Bob'
const named = 'GAHT12345678'

/** Bob has a hardware token, and the MFA device with his name. */
const user: User = { ...bob, mfaDevices: [...bob.mfaDevices, { serial: named, codes: ['123456'] }] }
const world = { ...demoWorld, users: [user, alice] }

const demoProfile = (...lines: string[]) =>
  [
    '[profile wanting]',
    `role_arn = ${roleArn(demoRole)}`,
    'source_profile = Bob',
    'role_session_name = Bob',
    ...lines,
    '',
  ].join('\n')

const ofRole = demoProfile(`mfa_serial = ${named}`)
const ofSource = `${demoProfile()}[profile Bob]\nmfa_serial = ${named}\n`
const ofBoth = `${demoProfile(`mfa_serial = ${named}`)}[profile Bob]\nmfa_serial = ${derived}\n`

const failed = (serial: string) => `GetSessionToken for ${serial} failed`
const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

describe('the MFA device of a code comes from', () => {
  it.each([
    ['--serial-number', ofBoth, ['wanting', '--serial-number', derived], derived],
    ['mfa_serial of the profile', ofBoth, ['wanting'], named],
    ['mfa_serial of its source profile', ofSource, ['wanting'], named],
    ['the name of the user', demoProfile(), ['wanting'], derived],
    [
      '--serial-number, for USER ROLE',
      ofSource,
      ['Bob', demoRole.name, '--serial-number', derived],
      derived,
    ],
    ['mfa_serial of the user’s profile, for USER ROLE', ofSource, ['Bob', demoRole.name], named],
    ['the name of the user, for USER ROLE', '', ['Bob', demoRole.name], derived],
    [
      '--serial-number, for a user’s own session',
      ofSource,
      ['Bob', '--serial-number', derived],
      derived,
    ],
    ['mfa_serial, for a user’s own session', ofSource, ['Bob'], named],
  ])('%s', async (_, config, words, serial) => {
    const testAws = await TestAws.open({ world, config })
    const { calls, stderr } = await testAws.session([...words, '123456'])
    expect(stderr).toBe(words[0] === 'Bob' && words[1] !== demoRole.name ? '' : oneCode)
    const [call, ...others] = calls.filter(({ action }) => action !== 'GetCallerIdentity')
    expect(call).toMatchObject({ SerialNumber: serial, TokenCode: '123456' })
    for (const other of others) expect(other).not.toHaveProperty('SerialNumber')
  })

  it('mfa_serial, without a call for the name of the user', async () => {
    const testAws = await TestAws.open({ world, config: ofRole })
    expect((await testAws.session(['wanting', '123456'])).calls).toMatchObject([
      { action: 'GetSessionToken' },
      { action: 'AssumeRole' },
    ])
  })

  it('the name of the user, even if the profile has another name', async () => {
    const testAws = await TestAws.open({ config: demoProfile(), credentials: keysOf(bob, 'work') })
    const target = [roleArn(demoRole), '--source-profile', 'work', '123456']
    expect((await testAws.session(target)).calls).toMatchObject([
      { action: 'GetCallerIdentity' },
      { SerialNumber: derived },
      { action: 'AssumeRole' },
    ])
  })

  it.each(['x', 'arn:aws:iam::123456789012:mfa/Bob Smith', ''])(
    'a valid serial number: %j is refused',
    async (serial) => {
      const testAws = await TestAws.open()
      expect(
        await testAws.assume(['Bob', demoRole.name, '--serial-number', serial, '123456']),
      ).toEqual({
        stdout: '(exit 2);\n',
        stderr: [
          `assume: --serial-number: "${serial}" is not the serial number of an MFA device\n`,
          '  hint: the form is arn:aws:iam::123456789012:mfa/name; to see yours: aws iam list-mfa-devices\n',
        ].join(''),
        exitCode: 2,
        calls: [],
      })
    },
  )
})

describe('a code', () => {
  it.each([
    ['as the last word', ['Bob', demoRole.name, '123456']],
    ['with --token-code', ['Bob', demoRole.name, '--token-code', '123456']],
    ['with --token-code, in two groups', ['--token-code', '123 456', 'Bob', demoRole.name]],
    ['between options', ['-r', 'eu-west-1', 'Bob', demoRole.name, '123456', '--quiet']],
  ])('is accepted %s', async (_, words) => {
    const testAws = await TestAws.open()
    expect((await testAws.session(words)).calls).toMatchObject([
      { TokenCode: '123456' },
      { RoleArn: roleArn(demoRole) },
    ])
  })

  it.each([
    [
      ['Bob', demoRole.name, '12345'],
      'too many words after "Bob": a target is at most USER ROLE CODE',
    ],
    [
      ['Bob', demoRole.name, '1234567'],
      'too many words after "Bob": a target is at most USER ROLE CODE',
    ],
    [
      ['Bob', demoRole.name, '123456', 'x'],
      'too many words after "Bob": a target is at most USER ROLE CODE',
    ],
    [['Bob', demoRole.name, '--token-code', '12345'], 'an MFA code is six digits'],
    [['Bob', demoRole.name, '--token-code', '12345a'], 'an MFA code is six digits'],
    [['Bob', demoRole.name, '--token-code', '١٢٣٤٥٦'], 'an MFA code is six digits'],
    [['Bob', demoRole.name, '--token-code', ''], 'an MFA code is six digits'],
    [
      ['Bob', demoRole.name, '123456', '--token-code', '123456'],
      'two codes: 123456 and --token-code',
    ],
    [['Bob', demoRole.name, '123456', '--token-code', ''], 'two codes: 123456 and --token-code'],
    [[roleArn(demoRole), '12345'], '"12345" after a role ARN is not a code of six digits'],
    [['123456'], 'no target: name a profile, a role ARN, or USER ROLE'],
    [['Bob', '12345'], '"12345" is not an MFA code, which is six digits'],
    [['bob', '1234567', '--refresh'], '"1234567" is not an MFA code, which is six digits'],
    [['-p', 'Bob', '12345'], '"12345" is not an MFA code, which is six digits'],
  ])('in %j is refused before any call', async (words, message) => {
    const testAws = await TestAws.open()
    const { stdout, stderr, exitCode, calls } = await testAws.assume(words)
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 2);\n', exitCode: 2, calls: [] })
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
  })

  it('of five digits is refused by the other commands as well', async () => {
    const testAws = await TestAws.open({ config: demoProfile() })
    const message = /^assume: "12345" is not an MFA code, which is six digits\n/
    for (const words of [
      ['exec', 'Bob', '12345', '--', 'true'],
      ['console', 'Bob', '12345'],
      ['credential-process', 'Bob', '12345'],
      ['each', 'Bob', 'wanting', '12345', '--', 'true'],
    ]) {
      const run = await testAws.assume(words)
      expect(run).toMatchObject({ stderr: expect.stringMatching(message), exitCode: 2, calls: [] })
    }
    expect((await testAws.assume(['Bob', '12345'])).stderr).toContain(
      '  hint: for a role of that name, say its account: assume Bob 123456789012:12345\n',
    )
  })

  it('of fewer digits is a role that a profile or earlier run names', async () => {
    const role: Role = { ...noMfaRole, name: '12345' }
    const inProfile: Role = { ...noMfaRole, name: '2024' }
    const testAws = await TestAws.open({
      world: { ...demoWorld, roles: [...demoWorld.roles, role, inProfile] },
      config: `[profile year]\nrole_arn = ${roleArn(inProfile)}\nsource_profile = Bob\n`,
    })
    const first = { exitCode: 0, calls: [{ action: 'AssumeRole' }] }
    expect(await testAws.assume(['Bob', '2024'])).toMatchObject(first)
    expect(await testAws.assume(['Bob', '12345'])).toMatchObject({ exitCode: 2, calls: [] })
    expect(await testAws.assume(['Bob', `${bob.account}:12345`])).toMatchObject(first)
    expect(await testAws.assume(['Bob', '12345', '123456'])).toMatchObject({ exitCode: 0 })
    expect(await testAws.assume(['Bob', '12345'])).toMatchObject({ exitCode: 0 })
    expect((await testAws.assume(['12345'])).stderr).toContain(
      'there is no profile or command "12345"',
    )
  })

  it('works only once', async () => {
    const testAws = await TestAws.open()
    const code = totp(bob.mfaDevices[0]?.secret ?? '', testAws.aws.now())
    expect((await testAws.session(['Bob', demoRole.name, code])).calls).toHaveLength(2)
    const again = await testAws.assume(['Bob', demoRole.name, code, '--refresh'])
    expect(again).toMatchObject({ stdout: '(exit 3);\n', exitCode: 3, calls: [] })
    expect(again.stderr).toContain(
      `assume: this code of ${derived} was already used, and a code works only once\n`,
    )
  })

  it('of an unknown device is an error that says what names the device', async () => {
    const testAws = await TestAws.open({ config: demoProfile(`mfa_serial = ${derived}2`) })
    expect((await testAws.assume(['wanting', '123456'])).stderr).toBe(
      `assume: ${failed(`${derived}2`)}: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user. (AccessDenied)\n` +
        `  hint: the device ${derived}2, from mfa_serial of "wanting" (~/.aws/config:5), is none of the user of profile "Bob"\n` +
        '  hint: name the right one with --serial-number; to see which there are: aws iam list-mfa-devices\n',
    )
  })

  it('is refused for the access key of the root user', async () => {
    const root = {
      account: '123456789012',
      accessKeys: [
        {
          accessKeyId: uniqueId('AKIA', '123456789012', 'root'),
          secretAccessKey: secretAccessKey('root'),
        },
      ],
    }
    const credentials = keysOf({ ...bob, accessKeys: root.accessKeys }, 'root')
    const testAws = await TestAws.open({ world: { ...demoWorld, roots: [root] }, credentials })
    const target = [roleArn(demoRole), '--source-profile', 'root']
    expect((await testAws.assume([...target, '123456'])).stderr).toBe(
      'assume: an MFA code is of no use here: the keys are those of arn:aws:iam::123456789012:root, no IAM user\n' +
        '  hint: leave the code out, or name the device with --serial-number\n',
    )
    expect((await testAws.assume(target)).stderr).toContain(
      'Roles may not be assumed by root accounts.',
    )
  })
})

describe('without a code and a terminal', () => {
  it('the denial of a role that requires MFA is shown with hints', async () => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(['Bob', demoRole.name])
    expect(run).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(run.stderr).toBe(
      `assume: AssumeRole of ${roleArn(demoRole)} failed: User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: sts:AssumeRole on resource: ${roleArn(demoRole)} (AccessDenied)\n` +
        '  hint: does the role exist? AWS gives the same answer if it does not. To check: aws iam get-role --role-name aws-cli-test-iam-role\n' +
        "  hint: does the role's trust policy name this user or account? One that does: assume policy trust --user Bob --account 123456789012\n" +
        '  hint: does the role require MFA? Give the six digits as the last word\n',
    )
    expect(run.calls).toHaveLength(1)
    expect(run.calls[0]).not.toHaveProperty('SerialNumber')
  })

  it.each([
    ['there is no terminal to ask for it', ofRole, ['wanting'], named],
    ['--no-input forbids to ask for it', ofRole, ['wanting', '--no-input'], named],
    ['there is no terminal to ask for it', ofSource, ['wanting'], named],
    ['there is no terminal to ask for it', ofSource, ['Bob'], named],
    [
      '--no-input forbids to ask for it',
      '',
      ['Bob', demoRole.name, '--serial-number', derived, '--no-input'],
      derived,
    ],
  ])('a configured MFA device is an error: %s', async (why, config, words, serial) => {
    const testAws = await TestAws.open({ config })
    expect(await testAws.assume(words)).toEqual({
      stdout: '(exit 3);\n',
      stderr:
        `assume: a code of the MFA device ${serial} is needed, and ${why}\n` +
        '  hint: give the six digits as the last word, or with --token-code\n',
      exitCode: 3,
      calls: [],
    })
  })
})
