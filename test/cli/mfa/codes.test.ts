import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn, throttled, type User } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const other = 'GAHT12345678'

const user: User = {
  ...bob,
  mfaDevices: [
    { serial, codes: ['123456', '234567'] },
    { serial: other, codes: ['123456'] },
  ],
}
const world = { ...demoWorld, users: [user, alice] }

/** The duration is more than one hour, so that assume sends the code with AssumeRole. */
const two = ['Bob', demoRole.name, '--duration', '2h']
const three = ['Bob', demoRole.name, '--duration', '3h']

const spent = (device: string) =>
  new RegExp(
    `^assume: this code of ${device} was already used, and a code works only once\\n` +
      '  hint: the next one comes in ([1-9]|[12]\\d|30) s: give that one as the last word, or with --token-code\\n$',
    'm',
  )

describe('a code that was sent to AWS', () => {
  it('is refused before the next call, with the seconds until the next code', async () => {
    const testAws = await TestAws.open({ world })
    await testAws.session([...two, '123456'])
    const again = await testAws.assume([...three, '123456'])
    expect(again).toMatchObject({ stdout: '(exit 3);\n', exitCode: 3, calls: [] })
    expect(again.stderr).toMatch(spent(serial))
    expect((await testAws.session([...three, '234567'])).calls).toHaveLength(1)
  })

  it('can be sent again for another MFA device', async () => {
    const testAws = await TestAws.open({ world })
    await testAws.session([...two, '123456'])
    const { calls } = await testAws.session([...three, '123456', '--serial-number', other])
    expect(calls).toMatchObject([{ SerialNumber: other, TokenCode: '123456' }])
  })

  it('cannot be sent again if AWS denied the role', async () => {
    const testAws = await TestAws.open({ world })
    expect(await testAws.assume(['Bob', 'no-such-role', '-d', '2h', '123456'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('not authorized to perform: sts:AssumeRole'),
    })
    expect((await testAws.assume([...two, '123456'])).stderr).toMatch(spent(serial))
  })

  it('can be sent again if AWS throttled the call', async () => {
    const testAws = await TestAws.open({ world })
    testAws.aws.faults.next = [throttled, throttled, throttled]
    expect(await testAws.assume([...two, '123456'])).toMatchObject({ exitCode: 1 })
    expect((await testAws.session([...two, '123456'])).calls).toHaveLength(1)
  })

  it('is not stored in plain text', async () => {
    const testAws = await TestAws.open({ world })
    await testAws.session([...two, '234567'])
    const folder = join(testAws.home.path, '.cache/assume/codes')
    const files = readdirSync(folder)
    expect(files).toHaveLength(1)
    const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('')
    expect(text).not.toContain('234567')
    expect(text).not.toContain('Bob')
    expect(files.join()).not.toContain('234567')
  })
})

describe('a code that AWS rejects', () => {
  it('is an error if there is no terminal to ask for another', async () => {
    const testAws = await TestAws.open({ world })
    const { exitCode, stderr, calls } = await testAws.assume([...two, '654321'])
    expect(stderr).toContain('invalid MFA one time pass code. (AccessDenied)\n')
    expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 1, calls: 1 })
  })
})

const profile = (...lines: string[]) =>
  [
    '[profile wanting]',
    `role_arn = ${roleArn(demoRole)}`,
    'source_profile = Bob',
    `mfa_serial = ${serial}`,
    ...lines,
    '',
  ].join('\n')

const settings = (text: string) => ({ '.config/assume/config': text })

describe('mfa_process', () => {
  it.each([
    ['of the profile', profile('mfa_process = echo 123456'), {}],
    ['of its source profile', `${profile()}[profile Bob]\nmfa_process = echo 123456\n`, {}],
    [
      'of the profile, which overrides that of its source profile,',
      `${profile('mfa_process = echo 123456')}[profile Bob]\nmfa_process = echo 654321\n`,
      {},
    ],
    ['of the settings', profile(), settings('mfa_process = echo 123456\n')],
    [
      'of the profile, which overrides that of the settings,',
      profile('mfa_process = echo 123456'),
      settings('mfa_process = echo 654321\n'),
    ],
  ])('%s gives the code, also with --no-input', async (_, config, files) => {
    const testAws = await TestAws.open({ world, config, files })
    const { calls } = await testAws.session(['wanting', '--no-input'])
    expect(calls[0]).toMatchObject({ SerialNumber: serial, TokenCode: '123456' })
  })

  it('is not run if a code is given, or if none is needed', async () => {
    const config = profile('mfa_process = touch ran')
    const testAws = await TestAws.open({ world, config })
    const run = { cwd: testAws.home.path }
    expect((await testAws.session(['wanting', '123456'], run)).calls[0]).toMatchObject({
      TokenCode: '123456',
    })
    expect((await testAws.session(['wanting'], run)).calls).toEqual([])
    expect(readdirSync(testAws.home.path)).not.toContain('ran')
  })

  it('is split into words like credential_process, and gets the device in AWS_MFA_SERIAL', async () => {
    const script = `test "$1 $AWS_MFA_SERIAL" = "a b ${serial}" && echo " 123456 "`
    const config = profile(`mfa_process = sh -c '${script}' sh "a b"`)
    const testAws = await TestAws.open({ world, config })
    expect((await testAws.session(['wanting'])).calls[0]).toMatchObject({ TokenCode: '123456' })
  })

  it('has its stderr shown to the user', async () => {
    const config = profile(`mfa_process = sh -c 'echo "touch it" >&2; echo 123456'`)
    const testAws = await TestAws.open({ world, config })
    expect((await testAws.session(['wanting'])).stderr).toContain('touch it\n')
  })

  const six = '  hint: let it write other text to stderr\n'
  const shell =
    '  hint: no shell runs it: give the full path, without $HOME, ~, pipes and the like\n'

  it.each([
    ["sh -c 'echo hunter2'", `must print only a code of six digits\n${six}`],
    ['true', `must print only a code of six digits\n${six}`],
    ['echo 123 456', `must print only a code of six digits\n${six}`],
    ["sh -c 'echo 123456; exit 4'", 'ended with status 4\n'],
    ['/no/such/program', `cannot be run: there is no such program\n${shell}`],
    ['"echo 123456', 'is no command: it is empty, or a quote in it is not closed\n'],
  ])('%s is an error, and the message does not contain the output', async (command, message) => {
    const testAws = await TestAws.open({ world, config: profile(`mfa_process = ${command}`) })
    expect(await testAws.assume(['wanting', '--quiet'])).toEqual({
      stdout: '(exit 1);\n',
      stderr: `assume: mfa_process of "wanting" (~/.aws/config:5) ${message}`,
      exitCode: 1,
      calls: [],
    })
  })

  it('that prints a used code again fails with exit status 3', async () => {
    const testAws = await TestAws.open({ world, config: profile('mfa_process = echo 123456') })
    await testAws.session(['wanting', '-d', '2h'])
    const { exitCode, stderr, calls } = await testAws.assume(['wanting', '-d', '3h', '--quiet'])
    expect({ exitCode, calls }).toEqual({ exitCode: 3, calls: [] })
    expect(stderr).toMatch(spent(serial))
  })

  it('whose code AWS rejects leads to only one call', async () => {
    const testAws = await TestAws.open({ world, config: profile('mfa_process = echo 654321') })
    const { exitCode, calls } = await testAws.assume(['wanting'])
    expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 1, calls: 1 })
  })

  it('is not run to renew an active session that is still valid', async () => {
    const config = `${profile('mfa_process = echo 123456').replace(roleArn(demoRole), roleArn(noMfaRole))}`
    const testAws = await TestAws.open({ world, config })
    const { session } = await testAws.session(['wanting', '-d', '2h'])
    const held = {
      AWS_ACCESS_KEY_ID: session.AccessKeyId,
      ASSUME_KEY_ID: session.AccessKeyId,
      ASSUME_ROLE: 'wanting',
    }
    const again = await testAws.session(['wanting', '-d', '2h'], { env: held })
    expect(again).toMatchObject({ session, calls: [] })
  })
})
