import { roleArn } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { leftovers } from '../../support/cache-files.ts'
import { type Invocation, wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const question = `MFA code for ${serial}: `
const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

const profile = (name: string, role: typeof demoRole) =>
  `[profile ${name}]
role_arn = ${roleArn(role)}
source_profile = Bob
role_session_name = Bob
mfa_serial = ${serial}
`

const files = { '.aws/config': profile('one', demoRole) + profile('two', noMfaRole) }

async function openTerminal(bob: ShellSession, { shell, load }: Invocation): Promise<Terminal> {
  const row = shellNamed(shell.name)
  return Terminal.open(row, bob.home.path, load, bob.env)
}

const arnOf = (role: typeof demoRole) => `arn:aws:sts::123456789012:assumed-role/${role.name}/Bob`

for (const way of wrappedWays) {
  const { shell } = way
  const verify = 'assume status --verify'

  /** Returns a function that lists the AWS calls since now, without GetCallerIdentity. */
  const callsFromNow = () => {
    const before = aws.calls.length
    return () =>
      aws.calls
        .slice(before)
        .map(({ action }) => action)
        .filter((action) => action !== 'GetCallerIdentity')
  }

  const tests = () => {
    test('one MFA code is enough for two roles in two shells', async () => {
      const bob = new ShellSession(aws, files)
      const calls = callsFromNow()
      const [first, second] = [await openTerminal(bob, way), await openTerminal(bob, way)]
      first.type(`${way.assume('one')}\r`)
      await first.waitFor(question)
      first.type('123456\r')
      await first.waitFor('~~> ')
      expect((await first.run(verify)).output).toContain(`\nSTS confirms: ${arnOf(demoRole)}\n`)
      const { output } = await second.run(`${way.assume('two')}; ${verify}`)
      expect(output).toContain(`\nSTS confirms: ${arnOf(noMfaRole)}\n`)
      expect(output).not.toContain('MFA code for')
      // Each shell assumes both roles, still without a question.
      for (const terminal of [first, second]) {
        const swapped = await terminal.run(`${way.assume('one')}; ${way.assume('two')}; ${verify}`)
        expect(swapped.output).toContain(`\nSTS confirms: ${arnOf(noMfaRole)}\n`)
        expect(swapped.output).not.toContain('MFA code for')
      }
      expect(calls().filter((action) => action === 'GetSessionToken')).toHaveLength(1)
      expect(leftovers(bob.home)).toEqual([])
    })

    test('a shell waits for the MFA code in another shell, and shares its session', async () => {
      const bob = new ShellSession(aws, files)
      const calls = callsFromNow()
      const [first, second] = [await openTerminal(bob, way), await openTerminal(bob, way)]
      first.type(`${way.assume('one')}\r`)
      await first.waitFor(question)
      second.type(`${way.assume('two')}\r`)
      await second.waitFor(
        /waiting for another assume \(pid \d+\), which is getting the same session/,
      )
      first.type('123456\r')
      expect(plain(await first.waitFor('~~> '))).toContain(oneCode)
      expect(plain(await second.waitFor('~~> '))).not.toContain('MFA code for')
      expect((await second.run(verify)).output).toContain(`\nSTS confirms: ${arnOf(noMfaRole)}\n`)
      expect(calls().sort()).toEqual(['AssumeRole', 'AssumeRole', 'GetSessionToken'])
      expect(leftovers(bob.home)).toEqual([])
    })

    test('Ctrl-C ends the wait, and Ctrl-C at the question lets the other shell ask', async () => {
      const bob = new ShellSession(aws, files)
      const calls = callsFromNow()
      const [first, second] = [await openTerminal(bob, way), await openTerminal(bob, way)]
      first.type(`${way.assume('one')}\r`)
      await first.waitFor(question)
      second.type(`${way.assume('two')}\r`)
      await second.waitFor('waiting for another assume')
      second.type('\x03')
      await second.waitFor('cancelled, nothing was changed')
      await second.waitFor('~~> ')
      expect(leftovers(bob.home)).toHaveLength(2)
      second.type(`${way.assume('two')}\r`)
      await second.waitFor('waiting for another assume')
      first.type('\x03')
      await first.waitFor('cancelled, nothing was changed')
      await second.waitFor(question)
      second.type('123456\r')
      await second.waitFor('~~> ')
      expect((await second.run(verify)).output).toContain(`\nSTS confirms: ${arnOf(noMfaRole)}\n`)
      expect(calls()).toEqual(['GetSessionToken', 'AssumeRole'])
      expect(leftovers(bob.home)).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}
