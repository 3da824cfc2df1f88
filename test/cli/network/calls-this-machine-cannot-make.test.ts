import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { core, runCommand } from '../../support/processes/disk.ts'
import { strace } from '../../support/processes/strace.ts'
import { isInstalled } from '../../support/shells/shells.ts'
import { TestAws } from '../../support/test-aws.ts'

/** Runs the command under strace, which makes a system call fail with an error code. */
const failing = (call: string, code: string, command: readonly string[]) => [
  ...strace(call, '/dev/null'),
  ...['-e', `inject=${call}:error=${code}`],
  ...command,
]

const nodeVersion = Number.parseInt(process.versions.node, 10)

const canTrace = isInstalled('strace')
const forbidden = 'does a firewall or a sandbox of this machine forbid it?'
const notAnswered = 'it is an error of this machine, not an answer of STS; try again'

describe.skipIf(!canTrace && !process.env.CI)(
  canTrace ? 'an error of the system' : 'an error of the system (skipped: there is no strace)',
  () => {
    const role = core(['Bob', noMfaRole.name])

    it.for([
      ['connect', 'EPERM', 'this machine forbids the call', forbidden],
      ['connect', 'ENOBUFS', 'this machine cannot make the call', notAnswered],
      ['writev', 'EIO', 'this machine cannot make the call', notAnswered],
    ] as const)(
      '%s %s is reported as an error of this machine, not as an answer of STS',
      async ([call, code, words, hint], { skip }) => {
        // Node.js 24 sends with write(), which also writes to its own pipes, so strace cannot select it.
        if (call === 'writev' && nodeVersion >= 24) return skip()
        const testAws = await TestAws.open()
        const { stderr, exitCode } = await runCommand(testAws, failing(call, code, role))
        const failed = `AssumeRole of ${roleArn(noMfaRole)} failed`
        expect({ stderr, exitCode }).toEqual({
          stderr: `assume: ${failed}: ${testAws.aws.url}: ${words} (${call.replace('writev', 'write')} ${code})\n  hint: ${hint}\n`,
          exitCode: 1,
        })
      },
    )

    it('on the connection to a proxy is not reported as an answer of the proxy', async () => {
      const testAws = await TestAws.open()
      const env = { HTTPS_PROXY: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_STS: '' }
      const { stderr, exitCode } = await runCommand(testAws, failing('connect', 'EPERM', role), env)
      expect(exitCode).toBe(1)
      expect(stderr).toContain(
        'the proxy http://127.0.0.1:9: this machine cannot call it (EPERM)\n',
      )
    })
  },
)
