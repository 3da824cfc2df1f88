import { roleArn, type User } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld } from '../../../src/demo/fixture.ts'
import { captured, dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const user: User = { ...bob, mfaDevices: [{ serial, codes: ['123456', '234567'] }] }
const world = { ...demoWorld, users: [user, alice] }

const question = `MFA code for ${serial}: `
const waiting =
  /this code was already used; the next one comes in ([1-9]|[12]\d|30) s \(Enter: go on now\)/
const notTaken = 'AWS rejected this code: wait for the next one'

/** The duration is more than one hour, so that assume sends the code with AssumeRole. */
const two = `Bob ${demoRole.name} --duration 2h`
const three = `Bob ${demoRole.name} --duration 3h`

const codes = (calls: readonly Readonly<Record<string, string | undefined>>[]) =>
  calls.map(({ TokenCode }) => TokenCode)

describe('a code that was already used', () => {
  it('makes assume wait until Enter, and ask for the next code', async () => {
    const testAws = await TestAws.open({ world })
    const lines = [...captured(`${two} 123456`), ...captured(`${three} 123456`)]
    const { shown, calls } = await dialogue(testAws, lines, [
      [waiting, 'x\r'],
      [question, '123456\r'],
      [waiting, '\r'],
      [question, '234567\r'],
    ])
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(codes(calls)).toEqual(['123456', '234567'])
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s during the wait cancels, restores the terminal and leaves no lock', async (_, typed) => {
    const testAws = await TestAws.open({ world })
    const lines = [
      ...captured(`${two} 123456`),
      'before=$(stty -g)',
      ...captured(`${three} 123456`),
      '[ "$before" = "$(stty -g)" ] && echo "the same terminal"',
      `find ${testAws.home.path}/.cache/assume/locks -mindepth 1`,
      ...captured(`${three} 234567`),
    ]
    const { shown, calls } = await dialogue(testAws, lines, [[waiting, typed]])
    expect(shown).toContain(
      'assume: cancelled, nothing was changed\nstatus 130\nprinted (exit 130);\nthe same terminal\nassume: the code goes',
    )
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(codes(calls)).toEqual(['123456', '234567'])
  })

  it('is an error with --no-input, which names the seconds until the next code', async () => {
    const testAws = await TestAws.open({ world })
    const lines = [...captured(`${two} 123456`), ...captured(`${three} 123456 --no-input`)]
    const { shown } = await dialogue(testAws, lines)
    expect(shown).toMatch(/hint: the next one comes in \d+ s.*\nstatus 3\nprinted \(exit 3\);\n$/)
  })

  it('from mfa_process makes assume wait, and run the program again', async () => {
    const process = 'echo x >>runs; test $(wc -l <runs) -gt 2 && echo 234567 || echo 123456'
    const config = [
      '[profile wanting]',
      `role_arn = ${roleArn(demoRole)}`,
      'source_profile = Bob',
      `mfa_serial = ${serial}`,
      `mfa_process = sh -c '${process}'`,
      '',
    ].join('\n')
    const testAws = await TestAws.open({ world, config })
    const lines = [...captured('wanting -d 2h'), ...captured('wanting -d 3h')]
    const { shown, calls } = await dialogue(testAws, lines, [[waiting, '\r']])
    expect(shown).toMatch(/status 0\na session\n$/)
    expect(codes(calls)).toEqual(['123456', '234567'])
  })
})

describe('a code that AWS rejects', () => {
  it('makes assume ask again, with the advice to wait', async () => {
    const testAws = await TestAws.open({ world })
    const { shown, calls } = await dialogue(testAws, captured(`${two} 654321`), [
      [notTaken, ''],
      [question, '123456\r'],
    ])
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(codes(calls)).toEqual(['654321', '123456'])
  })

  it('is an error after three codes', async () => {
    const testAws = await TestAws.open({ world })
    const { shown, calls } = await dialogue(testAws, captured(`${two} 654321`), [
      [question, '654322\r'],
      [question, '654323\r'],
    ])
    expect(shown).toContain('invalid MFA one time pass code. (AccessDenied)\n')
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
    expect(codes(calls)).toEqual(['654321', '654322', '654323'])
  })

  it('is an error at once with --no-input', async () => {
    const testAws = await TestAws.open({ world })
    const { shown, calls } = await dialogue(testAws, captured(`${two} 654321 --no-input`))
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
    expect(calls).toHaveLength(1)
  })
})
