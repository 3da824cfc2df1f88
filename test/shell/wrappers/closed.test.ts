import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

/** All ways in which stdin, stdout and stderr can be closed. */
const closed = ['<&-', '>&-', '2>&-', '<&- >&-', '<&- 2>&-', '>&- 2>&-', '<&- >&- 2>&-']

const saysNothing = (redirection: string) => redirection.includes('2>&-')

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test.each(closed)('the shell gets the session with closed streams: %s', async (redirection) => {
      const bob = new ShellSession(aws)
      const { stdout, stderr } = await bob.go(way, [
        `assume plain ${redirection}`,
        `echo "status ${shell.status} [$ASSUME_ROLE]"`,
      ])
      expect({ stdout, stderr }).toEqual({ stdout: 'status 0 [plain]', stderr: '' })
    })

    test.each(closed)(
      'a failure with closed streams returns its exit status and changes nothing: %s',
      async (redirection) => {
        const bob = new ShellSession(aws)
        const { stdout, stderr } = await bob.go(way, [
          `assume nobody ${redirection}`,
          `echo "status ${shell.status} [$ASSUME_ROLE]"`,
        ])
        expect(stdout).toBe('status 2 []')
        const message = 'assume: there is no profile or command "nobody"\n'
        expect(stderr.startsWith(message)).toBe(!saysNothing(redirection))
      },
    )

    test.each(closed)(
      'assume exec with closed streams runs the program and returns its exit status: %s',
      async (redirection) => {
        const bob = new ShellSession(aws)
        const ran = bob.path('ran')
        const program = `sh -c 'printf %s "$AWS_ACCESS_KEY_ID" >"$1"; exit 7' sh '${ran}'`
        const { stdout } = await bob.go(way, [
          `assume exec plain -- ${program} ${redirection}`,
          `echo "status ${shell.status}"`,
        ])
        expect(stdout).toBe('status 7')
        expect(existsSync(ran) && readFileSync(ran, 'utf8')).toMatch(/^ASIA/)
      },
    )

    test('assume list succeeds with stdout closed, and prints again afterwards', async () => {
      const bob = new ShellSession(aws)
      const lines = ['assume list >&-', `echo "status ${shell.status}"`, 'assume list | head -n 1']
      const { stdout, stderr } = await bob.go(way, lines)
      expect(stdout).toMatch(/^status 0\nPROFILE +ACCOUNT/)
      expect(stderr).toBe('')
    })
  }
  describeIn(shell, tests)
}
