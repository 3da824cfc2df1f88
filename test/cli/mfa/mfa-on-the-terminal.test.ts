import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn, secretAccessKey, uniqueId } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld } from '../../../src/demo/fixture.ts'
import { leftovers } from '../../support/cache-files.ts'
import { keysOf } from '../../support/home.ts'
import { program } from '../../support/program.ts'
import { captured } from '../../support/terminal/dialogue.ts'
import { onTerminal } from '../../support/terminal/on-terminal.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
/** The access key of a root user. */
const key = {
  accessKeyId: uniqueId('AKIA', bob.account, 'root'),
  secretAccessKey: secretAccessKey('root'),
}

const question = `MFA code for ${serial}: `

const config = `[profile wanting]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
role_session_name = Bob
mfa_serial = ${serial}
`

const codeCall = { DurationSeconds: '14400', SerialNumber: serial, TokenCode: '123456' }
const roleCall = { RoleArn: roleArn(demoRole), RoleSessionName: 'Bob' }
const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

describe('assume asks for the code on the terminal', () => {
  it('although stdout is captured and stdin is not the terminal', async () => {
    const testAws = await TestAws.open({ config })
    const lines = ['out=$(assume wanting </dev/null 2>err); echo "status $?"', 'cat err']
    expect(await onTerminal(testAws, lines, [[question, '123456\r']])).toEqual({
      shown: `${question}123456\nstatus 0\n${oneCode}`,
      calls: [codeCall, roleCall],
    })
  })

  it('after AWS denied the role, for the device with the name of the user', async () => {
    const testAws = await TestAws.open()
    const { shown, calls } = await onTerminal(testAws, captured(`Bob ${demoRole.name}`), [
      [question, '123456\r'],
    ])
    expect(shown).toBe(
      `assume: AWS denied ${demoRole.name}; trying once more with an MFA code\n` +
        `${question}123456\n${oneCode}status 0\na session\n`,
    )
    expect(calls).toEqual([roleCall, codeCall, roleCall])
  })

  it('at most three times if the code is wrong', async () => {
    const testAws = await TestAws.open()
    const { shown, calls } = await onTerminal(testAws, captured(`Bob ${demoRole.name}`), [
      [question, '654321\r'],
      [question, '654322\r'],
      [question, '654323\r'],
    ])
    expect(shown).toContain('invalid MFA one time pass code. (AccessDenied)\n')
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
    expect(calls).toHaveLength(4)
  })

  it('again if the input is not a code', async () => {
    const testAws = await TestAws.open({ config })
    const { shown, calls } = await onTerminal(testAws, captured('wanting'), [
      [question, '12345\r'],
      ['a code is six digits', ''],
      [question, '\r'],
      ['a code is six digits', ''],
      [question, '123 456\r'],
    ])
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(calls).toEqual([codeCall, roleCall])
  })

  it('on a line that can be edited, and Ctrl-Z does not stop it', async () => {
    const testAws = await TestAws.open({ config })
    const typed = '\x1a9\x7f12\x01\x1b[C\x1b[C\x1a3456\r'
    const { shown, calls } = await onTerminal(testAws, captured('wanting'), [[question, typed]])
    expect(shown).toMatch(/\nstatus 0\na session\n$/)
    expect(calls).toEqual([codeCall, roleCall])
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
    ['Ctrl-C after some digits', '12\x03'],
  ])(
    'until %s, which exits with 130, sets no variable and restores the terminal',
    async (_, typed) => {
      const testAws = await TestAws.open({ config })
      const lines = [
        'before=$(stty -g)',
        'AWS_PROFILE=mine eval "$(assume wanting)"; echo "status $? [$AWS_ACCESS_KEY_ID]"',
        'out=$(assume wanting); echo "status $? printed $out"',
        '[ "$before" = "$(stty -g)" ] && echo "the same terminal"',
      ]
      const dialogue = [
        [question, typed],
        [question, typed],
      ] as const
      const { shown, calls } = await onTerminal(testAws, lines, dialogue)
      expect(shown).toContain('\nassume: cancelled, nothing was changed\nstatus 130 []\n')
      expect(shown).toMatch(/\nstatus 130 printed \(exit 130\);\nthe same terminal\n$/)
      expect(calls).toEqual([])
      expect(leftovers(testAws.home)).toEqual([])
    },
  )

  it('until SIGTERM, which exits with 143 and restores the terminal', async () => {
    const testAws = await TestAws.open({ config })
    const lines = [
      'before=$(stty -g)',
      `'${process.execPath}' '${program}' wanting --format posix >out & echo $! >pid; wait $!; echo "status $? printed $(cat out)"`,
      '[ "$before" = "$(stty -g)" ] && echo "the same terminal"',
    ]
    const terminate = () => {
      expect(leftovers(testAws.home)).toHaveLength(2)
      process.kill(Number(readFileSync(join(testAws.home.path, 'pid'), 'utf8')), 'SIGTERM')
    }
    const { shown } = await onTerminal(testAws, lines, [[question, terminate]])
    expect(shown).toMatch(
      /assume: cancelled, nothing was changed\nstatus 143 printed \(exit 143\);\nthe same terminal\n$/,
    )
    // It also deleted both locks, of the role and of the MFA session.
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('but not with --no-input, which prints the denial of AWS', async () => {
    const testAws = await TestAws.open()
    const { shown, calls } = await onTerminal(testAws, captured(`Bob ${demoRole.name} --no-input`))
    expect(shown).toContain('is not authorized to perform: sts:AssumeRole')
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
    expect(calls).toHaveLength(1)
  })

  it('but not for the root user, for whom it prints the denial of AWS', async () => {
    const root = { account: bob.account, accessKeys: [key] }
    const testAws = await TestAws.open({
      world: { ...demoWorld, roots: [root] },
      credentials: keysOf({ ...bob, accessKeys: [key] }, 'root'),
    })
    const { shown } = await onTerminal(testAws, captured(`root ${demoRole.name}`))
    expect(shown).toContain('Roles may not be assumed by root accounts. (AccessDenied)\n')
    expect(shown).toMatch(/\nstatus 1\nprinted \(exit 1\);\n$/)
  })
})

describe('a terminal as stdout', () => {
  it('is refused with exit status 2 and hints, before any call', async () => {
    const testAws = await TestAws.open()
    const { shown, calls } = await onTerminal(testAws, [
      `assume Bob ${demoRole.name} 123456; echo "status $?"`,
      'assume unset; echo "status $?"',
    ])
    const told = (words: string) => [
      'assume: stdout is a terminal, where keys would be shown and this shell not changed',
      '  hint: load the wrapper, for bash say: eval "$(command assume init bash)"',
      `  hint: or eval what assume prints: eval "$(command assume ${words})"`,
      'status 2\n',
    ]
    expect(shown).toBe(
      [`Bob ${demoRole.name}`, 'unset'].map((words) => told(words).join('\n')).join(''),
    )
    expect(calls).toEqual([])
  })

  it('gets the output in the format of --format', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob) })
    const terminal = Terminal.start(
      process.execPath,
      [program, 'Bob', '-f', 'process'],
      testAws.home.path,
      testAws.home.env,
    )
    expect(plain(await terminal.waitFor('}'))).toContain('"Version": 1')
  })

  it('is refused as the target of ASSUME_EVAL_FD', async () => {
    const testAws = await TestAws.open()
    const { shown, calls } = await onTerminal(testAws, [
      `ASSUME_EVAL_FD=3 assume Bob ${demoRole.name} 123456 3>&1 >out; echo "status $?"`,
      'cat out',
    ])
    expect(shown).toBe(
      'assume: ASSUME_EVAL_FD is "3", which no wrapper of assume sets\n' +
        '  hint: only the wrapper may set it: unset ASSUME_EVAL_FD\nstatus 2\n',
    )
    expect(calls).toEqual([])
  })
})
