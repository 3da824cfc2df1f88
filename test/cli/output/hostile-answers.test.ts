import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { alter, type Fault, raw, refuse, roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { core } from '../../support/shells/posix-shells.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const failed = `AssumeRole of ${roleArn(noMfaRole)} failed`
const noPart = `${failed}: the answer lacks a part of the credentials`

/** Evals the output in a real shell, and checks that no command from the answer ran. */
async function evalled(fault: Fault) {
  const testAws = await TestAws.open()
  testAws.aws.faults.next = [fault]
  const script = `export AWS_PROFILE=mine; cd "$HOME"; eval "$('${core.node}' '${core.script}' ${role.join(' ')})"
    echo "status $? \${AWS_PROFILE-none} \${AWS_ACCESS_KEY_ID-none} \${ASSUME_ROLE-none}"`
  const env = { PATH: process.env.PATH ?? '', ...testAws.home.env }
  const { stdout, stderr } = await execa('sh', ['-c', script], { env, extendEnv: false })
  expectClean(stderr)
  expect(existsSync(join(testAws.home.path, 'pwned'))).toBe(false)
  return { stdout, message: stderr.split('\n')[0] }
}

const untouched = 'status 1 mine none none'

describe('credentials in an answer of STS', () => {
  it.each([
    ['AccessKeyId', 'ASIAAAAAAAAAAAAAAAAA\ntouch pwned', 'holds a line feed'],
    ['AccessKeyId', 'test\u202e', 'holds an invisible character (U+202E)'],
    ['AccessKeyId', 'A'.repeat(30).concat('é'), 'holds a character that is not ASCII'],
    ['AccessKeyId', 'A'.repeat(1025), 'has 1025 characters, which no key id has'],
    ['SecretAccessKey', 'x\ttouch pwned', 'holds a tab'],
    ['SecretAccessKey', ' ', 'is empty'],
    ['SessionToken', 'a\u0000b', 'holds a NUL'],
    ['SessionToken', 'x'.repeat(70_000), 'has 70000 characters, which no token has'],
  ])('are refused if %s is %j', async (element, value, problem) => {
    expect(await evalled(alter({ [element]: value }))).toEqual({
      stdout: untouched,
      message: `assume: ${failed}: ${element} in the answer ${problem}`,
    })
  })

  it.each([
    ['AccessKeyId', 'test'],
    ['AccessKeyId', "AKIA'; touch pwned #"],
    ['AccessKeyId', '$(touch pwned)AAAAAA'],
    ['SecretAccessKey', "x'; touch pwned; '"],
    ['SecretAccessKey', '`touch pwned`'],
    ['SessionToken', '"\'"; touch pwned'],
  ])('reach the shell unchanged, and run no command, if %s is %j', async (element, value) => {
    const id = element === 'AccessKeyId' ? value : 'test'
    const { stdout } = await evalled(alter({ AccessKeyId: 'test', [element]: value }))
    expect(stdout).toBe(`status 0 none ${id} ${noMfaRole.name}`)
  })

  it.each([
    '$(touch pwned)',
    'NaN',
    'soon',
    '1795469715',
    '2026-11-23',
    '+275760-09-13T00:00:00Z',
    '',
  ])('are refused if Expiration is %j', async (value) => {
    const { stdout, message } = await evalled(alter({ Expiration: value }))
    expect(stdout).toBe(untouched)
    expect(message).toMatch(/: the answer is not from STS \(\w+\)$/)
  })

  it('are refused if Expiration is in the past', async () => {
    const { stdout, message } = await evalled(alter({ Expiration: '2020-01-01T00:00:00Z' }))
    expect(stdout).toBe(untouched)
    expect(message).toMatch(
      /^assume: AssumeRole gave a session that ended at 2020-01-01T00:00:00.000Z, and here it is /,
    )
  })
})

describe('an incomplete or invalid answer is refused', () => {
  it.each(['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'Credentials'])(
    '%s is missing',
    async (element) => {
      expect(await evalled(alter({ [element]: undefined }))).toEqual({
        stdout: untouched,
        message: `assume: ${noPart}`,
      })
    },
  )

  it.each(['AccessKeyId', 'SecretAccessKey', 'SessionToken'])('%s is empty', async (element) => {
    expect(await evalled(alter({ [element]: '' }))).toMatchObject({ message: `assume: ${noPart}` })
  })

  it.each([
    ['empty text', raw('')],
    ['no XML', raw('not xml at all')],
    ['a page that asks for a sign-in', raw('<html><body>Welcome to the hotel</body></html>')],
    ['binary data', raw('\x00\x01\x1b[31m\xff')],
    ['XML cut short', raw('<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AS')],
    ['tags without end', raw('<a>'.repeat(300_000))],
    ['entities that grow', raw('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')],
    [
      'an element __proto__',
      raw('<AssumeRoleResponse><__proto__><x>1</x></__proto__></AssumeRoleResponse>'),
    ],
    ['a redirect', raw('', 302)],
    ['a refusal in HTML', raw('<html>Forbidden</html>', 403)],
  ])('%s', async (_, fault) => {
    const { stdout, message } = await evalled(fault)
    expect(stdout).toBe(untouched)
    expect(message).toMatch(
      /^assume: AssumeRole of .* failed: .*the answer (lacks|is not from STS)/,
    )
  })

  it('GetCallerIdentity without an account', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [alter({ Account: undefined })]
    expect(await testAws.assume(['Bob', '123456'])).toMatchObject({
      stdout: '(exit 1);\n',
      stderr: expect.stringContaining('GetCallerIdentity failed: the answer lacks the identity\n'),
    })
  })
})

describe('text in an answer', () => {
  it.each([
    [
      refuse('AccessDenied', 403, 'no \x1b[31mway\u202e out\nassume: all is well'),
      'no \\x1b[31mway\\u202e out\\x0aassume: all is well (AccessDenied)',
    ],
    [refuse('Odd\x1b[1m', 400, 'x'), 'x (Odd\\x1b[1m)'],
    [refuse('__proto__', 403, 'x'), 'x (__proto__)'],
  ])('is shown with its control characters escaped: %j', async (fault, shown) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [fault]
    const { stderr, exitCode } = await testAws.assume(role)
    expect(stderr.split('\n')[0]).toBe(`assume: ${failed}: ${shown}`)
    expect(exitCode).toBe(1)
  })

  it('does not determine the account of a session: the requested role does', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [alter({ Arn: 'arn:aws:sts::$(id):assumed-role/x/y' })]
    const { session } = await testAws.session(['Bob', '210987654321:demo-other-account-role'])
    expect(session.AccountId).toBe('210987654321')
  })

  it('that makes the MFA serial number invalid is refused after one call', async () => {
    const testAws = await TestAws.open({ world: { ...demoWorld, users: [bob, alice] } })
    testAws.aws.faults.next = [
      alter({ Arn: 'arn:aws:iam::666666666666:user/$(touch pwned)', Account: '666666666666' }),
    ]
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['Bob', '123456'])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toContain(
      'user "$(touch pwned)": "arn:aws:iam::666666666666:mfa/$(touch pwned)" is not the serial number',
    )
    expect(calls).toHaveLength(1)
    expect(JSON.stringify(calls)).not.toContain(demoRole.name)
  })
})
