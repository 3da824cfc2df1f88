import { hang } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { demoRole } from '../../../src/demo/fixture.ts'
import { program } from '../../support/program.ts'
import { TestAws } from '../../support/test-aws.ts'

const words = ['Bob', demoRole.name, '123456']

/** Sends the signal while the request waits for an answer of AWS. */
async function signalled(signal: NodeJS.Signals, env: Readonly<Record<string, string>> = {}) {
  const testAws = await TestAws.open()
  testAws.aws.faults.always = hang
  const run = execa(process.execPath, [program, ...words], {
    env: { ...testAws.home.env, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  await expect.poll(() => testAws.aws.calls.length, { interval: 5, timeout: 30_000 }).toBe(1)
  run.kill(signal)
  const { stdout, stderr, stdio, exitCode } = await run
  return { stdout, stderr, code: stdio[3], exitCode }
}

describe('a signal during a call', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends assume with exit status %i and fails the eval', async (signal, exitCode) => {
    expect(await signalled(signal)).toEqual({
      stdout: `(exit ${exitCode});\n`,
      stderr: 'assume: cancelled, nothing was changed\n',
      code: '',
      exitCode,
    })
  })

  it('gives a wrapper only the exit status, and fish a failing fish command', async () => {
    const wrapper = { ASSUME_EVAL_FD: '3', ASSUME_SHELL: 'fish' }
    expect(await signalled('SIGINT', wrapper)).toMatchObject({
      stdout: '',
      code: '',
      exitCode: 130,
    })
    expect(await signalled('SIGINT', { ASSUME_SHELL: 'fish' })).toMatchObject({
      stdout: 'false;\n',
      exitCode: 130,
    })
  })
})
