import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { processStarts, straced } from '../../support/processes/strace.ts'
import {
  describeIn,
  isInstalled,
  type Shell,
  shells,
  temporaryFolder,
} from '../../support/shells/shells.ts'
import { Terminal } from '../../support/terminal/pty.ts'

/** The lines of the trace about new processes. Threads, which fish uses, do not count. */
const started = (trace: string) =>
  trace
    .split('\n')
    .filter((line) => /\b(fork|vfork|clone|clone3|execve)\(/.test(line))
    .filter((line) => !line.includes('CLONE_THREAD'))

/** Runs a shell under strace until it has shown ten prompts. Returns the lines about the processes it started. */
async function trace(shell: Shell, rc: readonly string[], env: Record<string, string>) {
  const home = temporaryFolder()
  const log = join(home, 'trace')
  const traced = straced(shell, processStarts, log)
  const terminal = await Terminal.open(traced, home, rc, env, 'strace')
  for (let prompts = 0; prompts < 10; prompts += 1) {
    terminal.type('\r')
    await terminal.waitFor('~~> ')
  }
  terminal.type('exit\r')
  await terminal.exited()
  return started(readFileSync(log, 'utf8'))
}

const canTrace = isInstalled('strace')

describe.skipIf(!canTrace && !process.env.CI)(
  canTrace || process.env.CI ? 'under strace' : 'under strace (skipped: it is not installed)',
  () => {
    for (const shell of shells) {
      describeIn(shell, () => {
        const load = shell.load({ node: '/bin/sh', script: '/dev/null' })
        const inAnHour = String(Math.floor(Date.now() / 1000) + 3600)
        const keys = { AWS_ACCESS_KEY_ID: 'ASIAKEY', AWS_SESSION_TOKEN: 'token' }
        const session = { ...keys, ASSUME_ROLE: 'dev', ASSUME_EXPIRES: inAnHour }

        test('the trace contains the shell itself, and also a program that it starts', async () => {
          const itself = await trace(shell, [], {})
          expect(itself).toHaveLength(1)
          expect(await trace(shell, ['/bin/true'], {})).not.toHaveLength(1)
        })

        test.each([
          ['without a session', {}],
          ['with a session', { ...session, ASSUME_KEY_ID: 'ASIAKEY' }],
          [
            'with an expired session',
            { ...session, ASSUME_KEY_ID: 'ASIAKEY', ASSUME_EXPIRES: '1' },
          ],
          [
            'with a session that has a prompt style and a renewal time',
            {
              ...session,
              ASSUME_KEY_ID: 'ASIAKEY',
              ASSUME_DANGER: '1',
              ASSUME_RENEW_AT: inAnHour,
              ASSUME_STYLE: 'right color=cyan format=[{mark}{role} {region} {left}]',
            },
          ],
          [
            'with another access key than that of the session',
            { ...session, ASSUME_KEY_ID: 'ASIAOTHER' },
          ],
        ])('loading and ten prompts %s start no process', async (_, env) => {
          expect(await trace(shell, [load], env)).toHaveLength(1)
        })
      })
    }
  },
)
