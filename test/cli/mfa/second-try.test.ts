import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drop, hang, refuse, roleArn, type User, userArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld } from '../../../src/demo/fixture.ts'
import { roleProfile, serial } from '../../support/profiles.ts'
import { captured, core, dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws, type TestAwsSetup } from '../../support/test-aws.ts'

const question = `MFA code for ${serial}: `
const words = `Bob ${demoRole.name}`

/** The error for a role that requires MFA, which is the same as for every other denial. */
const refusal = `assume: AssumeRole of ${roleArn(demoRole)} failed: User: ${userArn(bob)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn(demoRole)} (AccessDenied)\n  hint: does the role exist?`
const noteAbout = (label: string) =>
  `assume: AWS denied ${label}; trying once more with an MFA code\n`
const noDevice =
  '  hint: a second try, with an MFA code: the user of profile "Bob" has no MFA device, according to IAM\n'
const cancelled = '  hint: a second try, with an MFA code: cancelled, nothing was changed\n'

/** Bob without an MFA device, and with the permission to list his devices. */
const withoutDevice: User = {
  ...bob,
  policies: {
    ...bob.policies,
    asking: { Statement: { Effect: 'Allow', Action: 'iam:ListMFADevices', Resource: '*' } },
  },
  mfaDevices: [],
}

const config = roleProfile('wanting', demoRole)

const commands = {
  'into the shell': 'assume wanting',
  exec: 'assume exec wanting -- true',
  'exec --server': 'assume exec --server wanting -- true',
  console: 'assume console wanting --url',
  'credential-process': 'assume credential-process wanting',
} as const

async function withoutAnyDevice(props: TestAwsSetup = {}) {
  const world = { ...demoWorld, users: [withoutDevice, alice] }
  const testAws = await TestAws.open({ world, config, ...props })
  return { testAws, iam: `export AWS_ENDPOINT_URL_IAM=${testAws.aws.url}` }
}

describe('assume prints the denial if there is no MFA device for a second try', () => {
  it.each(Object.entries(commands))('%s', async (_, command) => {
    const { testAws, iam } = await withoutAnyDevice()
    const lines = [iam, `out=$(${command}); echo "status $?"`]
    const { shown, calls } = await dialogue(testAws, lines)
    expect(shown).toContain(noteAbout('wanting') + refusal)
    expect(shown).toMatch(
      new RegExp(`\\n {2}hint: does the role's trust policy [^\\n]*\\n${noDevice}status 1\\n$`),
    )
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole', 'ListMFADevices', 'GetRole'])
  })
})

describe('assume prints why it asked for a code after Ctrl-C at the prompt', () => {
  it.each(Object.entries(commands))('%s', async (_, command) => {
    const testAws = await TestAws.open({ config })
    const lines = [`export AWS_MFA_SERIAL=${serial}`, `out=$(${command}); echo "status $?"`]
    const { shown } = await dialogue(testAws, lines, [[question, '\x03']])
    expect(shown).toContain(`${noteAbout('wanting')}${question}\n${refusal}`)
    expect(shown).toContain(`${cancelled}status 130\n`)
  })

  it('for a second code, because AWS rejected the first', async () => {
    const testAws = await TestAws.open({ config: `${config}mfa_serial = ${serial}\n` })
    const { shown } = await dialogue(testAws, captured('wanting'), [
      [question, '654321\r'],
      [question, '\x03'],
    ])
    expect(shown).toMatch(
      /\nassume: GetSessionToken for \S+ failed: MultiFactorAuthentication failed with invalid MFA one time pass code\. \(AccessDenied\)\n {2}hint: a code works once/,
    )
    expect(shown).toContain(`${cancelled}status 130\n`)
  })

  it('and also after SIGTERM', async () => {
    const testAws = await TestAws.open()
    const lines = [
      `${core} ${words} --format posix >out & echo $! >pid; wait $!; echo "status $? printed $(cat out)"`,
    ]
    const terminate = () =>
      void process.kill(Number(readFileSync(join(testAws.home.path, 'pid'), 'utf8')), 'SIGTERM')
    const { shown } = await dialogue(testAws, lines, [[question, terminate]])
    expect(shown).toContain(refusal)
    expect(shown).toContain(`${cancelled}status 143 printed (exit 143);\n`)
  })
})

describe('assume prints the first denial if the second try fails', () => {
  it('because of three wrong codes', async () => {
    const testAws = await TestAws.open()
    const { shown } = await dialogue(
      testAws,
      captured(words),
      ['1', '2', '3'].map((digit) => [question, `65432${digit}\r`]),
    )
    expect(shown).toContain(`\n${refusal}`)
    expect(shown).toMatch(
      /\n {2}hint: a second try, with an MFA code: GetSessionToken for \S+ failed: MultiFactorAuthentication failed with invalid MFA one time pass code\. \(AccessDenied\)\n {2}hint: a code works once[^\n]*\nstatus 1\n/,
    )
  })

  it.each([
    ['a network failure', drop, 'the connection was cut'],
    ['throttling', refuse('Throttling', 400, 'Rate exceeded'), 'Rate exceeded (Throttling)'],
  ])('because of %s', async (_, fault, why) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.at = { GetSessionToken: fault }
    const { shown } = await dialogue(testAws, captured(words), [[question, '123456\r']])
    expect(shown).toContain(`\n${refusal}`)
    expect(shown).toMatch(
      /\n {2}hint: a second try, with an MFA code: GetSessionToken for \S+ failed: /,
    )
    expect(shown).toContain(`${why}\n`)
    expect(shown).toMatch(/\nstatus 1\n/)
  })

  it('because mfa_process prints no code', async () => {
    const files = { '.config/assume/config': 'mfa_process = echo nothing\n' }
    const testAws = await TestAws.open({ files })
    const { shown } = await dialogue(testAws, captured(words))
    expect(shown).toContain(noteAbout(demoRole.name) + refusal)
    expect(shown).toMatch(/\n {2}hint: a second try, with an MFA code: \S+, mfa_process /)
    expect(shown).toMatch(/\nstatus 1\n/)
  })

  it('without a hint at MFA if AWS denies the role with MFA too', async () => {
    const testAws = await TestAws.open({ world: { ...demoWorld, roles: [] } })
    const { shown } = await dialogue(testAws, captured(words), [[question, '123456\r']])
    expect(shown).toContain('hint: does the role exist?')
    expect(shown).not.toMatch(/hint: .*MFA/)
    expect(shown).not.toContain('a second try')
  })

  it('because of Ctrl-C while it waits for AWS', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.at = { GetSessionToken: hang }
    const { shown } = await dialogue(
      testAws,
      ['trap : INT', `out=$(assume ${words} --debug); echo "status $?"`],
      [
        [question, '123456\r'],
        ['debug: GetSessionToken for', '\x03'],
      ],
    )
    expect(shown).toContain(refusal)
    expect(shown).toContain(`${cancelled}status 130\n`)
  })
})
