import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { promptAfter } from '../../support/shells/at-the-prompt.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

/** Two danger lines, of which the second does not replace the first. One pattern is in quotes. */
const settings =
  'danger = "irel?nd", other\ndanger = *other*\nauto_refresh = 50\n[accounts]\n123456789012 = main\n'

for (const way of wrappedWays) {
  const shell = shellNamed(way.shell.name)

  describeIn(shell, () => {
    test('a guarded target asks for its name or account, and the prompt marks it', async () => {
      const bob = new ShellSession(aws, { '.config/assume/config': settings })
      const terminal = await Terminal.open(shell, bob.home.path, way.load, bob.env)
      const question = 'Type ireland or main to continue: '
      terminal.type(`${way.assume('ireland')}\r`)
      await terminal.waitFor(question)
      terminal.type('\x03')
      await terminal.waitFor('~~> ')
      const { output } = await terminal.run(`echo "<${shell.status}>[$AWS_ACCESS_KEY_ID]"`)
      expect(output).toContain('\n<130>[]\n')
      terminal.type(`${way.assume('ireland')}\r`)
      await terminal.waitFor(question)
      terminal.type('main\r')
      await terminal.waitFor('~~> ')
      expect(await promptAfter(terminal, 'echo')).toMatch(/\(!ireland@main (1h00|59)m\)/)
      expect((await terminal.run('echo "[$ASSUME_RENEW_AT]"')).output).toContain('\n[]\n')
      const next = await terminal.run(way.assume('plain'))
      expect(plain(next.prompt)).toMatch(/\(plain@main (1h00|59)m\)/)
    })
  })
}
