import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { inSeconds, open, promptAfter, session } from '../../support/shells/at-the-prompt.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import {
  bash,
  describeIn,
  type Shell,
  shellNamed,
  shells,
  temporaryFolder,
} from '../../support/shells/shells.ts'
import { Terminal } from '../../support/terminal/pty.ts'

/**
 * Replaces the core. It logs its arguments and whether it could read typed text. Then it prints the code of a
 * session that can also be renewed at once, or exits with the status in the file `answer`.
 */
const standIn = `
echo "called $*" >>"$HOME/log"
if read -r line; then echo "read $line" >>"$HOME/log"; fi
if [ -e "$HOME/answer" ]; then echo 'assume: why' >&2; exit "$(cat "$HOME/answer")"; fi
id=ASIANEW$(grep -c called "$HOME/log")
case $ASSUME_SHELL in
  fish) printf 'set -gx AWS_ACCESS_KEY_ID %s; set -gx ASSUME_KEY_ID %s; set -gx ASSUME_RENEW_AT %s; true;' $id $id "\${next-1}" ;;
  *) printf 'export AWS_ACCESS_KEY_ID=%s ASSUME_KEY_ID=%s ASSUME_RENEW_AT=%s;' $id $id "\${next-1}" ;;
esac >&3
`

const call = 'called refresh --no-input --quiet\n'

async function withCore(shell: Shell, changes: Record<string, string>, answer?: number) {
  const home = temporaryFolder()
  writeFileSync(join(home, 'core'), standIn)
  if (answer !== undefined) writeFileSync(join(home, 'answer'), String(answer))
  const env = session({ ASSUME_KEY_ID: '', next: '99999999999', ...changes })
  const terminal = await open(shell, { home, env, core: join(home, 'core') })
  const log = () => (existsSync(join(home, 'log')) ? readFileSync(join(home, 'log'), 'utf8') : '')
  // Starts the session after the first prompt, because no test waits for a renewal at the first prompt.
  const begin = async (more = '') => {
    terminal.type(`${shell.export('ASSUME_KEY_ID', 'ASIAKEY')}${more}\r`)
    return terminal.waitFor('~~> ')
  }
  return { terminal, log, begin }
}

for (const shell of shells) {
  describeIn(shell, () => {
    test('renews the session once when it is due', async () => {
      const { terminal, log, begin } = await withCore(shell, { ASSUME_RENEW_AT: inSeconds(-1) })
      const shown = await begin()
      expect(shown).not.toContain('assume:')
      const { output } = await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"')
      expect(output).toContain('\n[ASIANEW1]\n')
      expect(await promptAfter(terminal, 'echo')).toContain('(dev 59m)')
      expect(log()).toBe(call)
    })

    test('renews the new session too when it is due', async () => {
      const changes = { ASSUME_RENEW_AT: inSeconds(-1), next: '1' }
      const { terminal, log, begin } = await withCore(shell, changes)
      await begin()
      const { output } = await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"')
      expect(output).toContain('\n[ASIANEW1]\n')
      expect(log().startsWith(call + call)).toBe(true)
    })

    test.each([
      ['before it is due', { ASSUME_RENEW_AT: inSeconds(60) }],
      ['without ASSUME_RENEW_AT', {}],
      ['if ASSUME_RENEW_AT is off', { ASSUME_RENEW_AT: 'off' }],
      ['if ASSUME_RENEW_AT is not a number', { ASSUME_RENEW_AT: 'a[$(echo called >log)]' }],
      ['if ASSUME_RENEW_AT is empty', { ASSUME_RENEW_AT: '' }],
      [
        'if another access key is exported',
        { ASSUME_RENEW_AT: '1', AWS_ACCESS_KEY_ID: 'ASIAOTHER' },
      ],
    ])('does not renew the session %s', async (_, changes) => {
      const { terminal, log, begin } = await withCore(shell, changes)
      await begin()
      await terminal.run('echo')
      expect(log()).toBe('')
    })

    test.each([
      [3, 'cannot be renewed without a code or a sign-in: assume refresh'],
      [1, 'could not be renewed; why, says: assume refresh'],
    ])('reports a renewal that fails with %i once, in one line', async (answer, line) => {
      const { terminal, log, begin } = await withCore(shell, { ASSUME_RENEW_AT: '1' }, answer)
      const shown = await begin()
      expect(shown).toContain(`assume: the session of dev ${line}\r\n`)
      expect(shown.split('assume: ')).toHaveLength(2)
      const { output } = await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"')
      expect(output).toContain('\n[ASIAKEY]\n')
      expect(output).not.toContain('assume:')
      expect(log()).toBe(call)
    })

    test('a renewal keeps the exit status and the text that was typed ahead', async () => {
      const { terminal, log } = await withCore(shell, { ASSUME_RENEW_AT: '1' })
      terminal.type(
        `${shell.export('ASSUME_KEY_ID', 'ASIAKEY')}; sh -c 'exit 7'\recho "st""atus ${shell.status}"\r`,
      )
      await terminal.waitFor('status 7')
      await terminal.waitFor('~~> ')
      expect(log()).toBe(call)
    })

    test('does not renew the session in a shell without a prompt', async () => {
      const { terminal, log } = await withCore(shell, {})
      const lines = [
        shell.export('ASSUME_RENEW_AT', '1'),
        `${shell.name} -c 'echo a child'`,
        shell.unset('ASSUME_RENEW_AT'),
      ]
      await terminal.run(lines.join('; '))
      expect(log()).toBe('')
    })
  })
}

for (const way of wrappedWays) {
  const shell = shellNamed(way.shell.name)
  describeIn(shell, () => {
    test('gets a new session of the same role, and unset restores the shell', async () => {
      const bob = new ShellSession(aws, { '.config/assume/config': 'auto_refresh = 10\n' })
      const terminal = await Terminal.open(shell, bob.home.path, way.load, bob.env)
      const note = 'echo "$AWS_ACCESS_KEY_ID $ASSUME_RENEW_AT" >>notes'
      await terminal.run(shell.export('AWS_PROFILE', 'Bob'))
      for (const line of [
        way.assume('ireland'),
        note,
        shell.export('ASSUME_RENEW_AT', '1'),
        note,
      ]) {
        await terminal.run(line)
      }
      const [first = '', second = ''] = readFileSync(bob.path('notes'), 'utf8').split('\n')
      expect(first).toMatch(/^ASIA\w+ \d+$/)
      expect(second).toMatch(/^ASIA\w+ \d{2,}$/)
      expect(second.split(' ')[0]).not.toBe(first.split(' ')[0])
      const { output } = await terminal.run(
        `${way.assume('unset')}; echo "[$AWS_PROFILE$AWS_REGION$AWS_ACCESS_KEY_ID$ASSUME_RENEW_AT]"`,
      )
      expect(output).toContain('\n[Bob]\n')
    })
  })
}

describeIn(bash, () => {
  test('a renewal keeps $_', async () => {
    const { terminal } = await withCore(bash, { ASSUME_RENEW_AT: '1' })
    terminal.type('export ASSUME_KEY_ID=ASIAKEY; true last\r')
    await terminal.waitFor('~~> ')
    expect((await terminal.run('echo "[$_]"')).output).toContain('\n[last]\n')
  })
})
