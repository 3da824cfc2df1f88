import { expect, test } from 'vitest'
import { demoRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import * as rows from '../../support/shells/posix-shells.ts'
import {
  type Invocation,
  raw,
  wrappedEvalWays,
  wrappedWays,
} from '../../support/shells/posix-shells.ts'
import { demoArn, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const question = 'MFA code for arn:aws:iam::123456789012:mfa/Bob: '

const rawWays = [rows.bash, rows.zsh, rows.fish].map(raw)

async function openTerminal(bob: ShellSession, { shell, load }: Invocation): Promise<Terminal> {
  const row = shellNamed(shell.name)
  return Terminal.open(row, bob.home.path, load, bob.env)
}

for (const way of [...rawWays, ...wrappedWays, ...wrappedEvalWays]) {
  const { shell } = way
  const ask = way.assume(`Bob ${demoRole.name}`)
  const showStatus = `echo "<${shell.status}>"`

  const tests = () => {
    test('Ctrl-C at the MFA question fails, and changes neither the shell nor the terminal', async () => {
      const bob = new ShellSession(aws)
      const terminal = await openTerminal(bob, way)
      await terminal.output(`${shell.export('AWS_PROFILE', 'Bob')}; stty -a >stty.before`)
      await terminal.output(snapshot(shell, 'before'))
      terminal.type(`${ask}\r`)
      await terminal.waitFor(question)
      terminal.type('12\x03')
      expect(plain(await terminal.waitFor('~~> '))).toContain(
        'a second try, with an MFA code: cancelled, nothing was changed\n',
      )
      const status = shell.name === 'fish' && !way.name.endsWith('wrapped') ? 1 : 130
      expect(await terminal.output(showStatus)).toContain(`\n<${status}>\n`)
      await terminal.output(
        `${snapshot(shell, 'after')}; stty -a >stty.after; cmp stty.before stty.after`,
      )
      expect(await terminal.output(showStatus)).toContain('\n<0>\n')
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })

    test('Ctrl-D at the MFA question cancels as well', async () => {
      const terminal = await openTerminal(new ShellSession(aws), way)
      terminal.type(`${ask}\r`)
      await terminal.waitFor(question)
      terminal.type('\x04')
      await terminal.waitFor('cancelled, nothing was changed')
      await terminal.waitFor('~~> ')
      expect(await terminal.output('echo "[$AWS_ACCESS_KEY_ID]"')).toContain('\n[]\n')
    })

    test('Ctrl-Z at the MFA question suspends nothing, and a correct code is accepted', async () => {
      const terminal = await openTerminal(new ShellSession(aws), way)
      terminal.type(`${ask}\r`)
      await terminal.waitFor(question)
      terminal.type('\x1a12345\r')
      await terminal.waitFor('a code is six digits')
      terminal.type('123456\r')
      await terminal.waitFor('~~> ')
      const output = await terminal.output('assume status --verify; jobs')
      expect(output).toContain(`\nSTS confirms: ${demoArn}\n`)
      expect(output).not.toMatch(/stopped|suspended/i)
    })

    test('Ctrl-C while AWS does not answer returns to the prompt and changes nothing', async () => {
      const bob = new ShellSession(aws)
      const terminal = await openTerminal(bob, way)
      await terminal.output(snapshot(shell, 'before'))
      aws.faults.next = [{ kind: 'hang' }]
      const calls = aws.calls.length
      terminal.type(`${way.assume('plain')}\r`)
      while (aws.calls.length === calls) await new Promise((resolve) => setImmediate(resolve))
      terminal.type('\x03')
      await terminal.waitFor('~~> ')
      await terminal.output(snapshot(shell, 'after'))
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}
