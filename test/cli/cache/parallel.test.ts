import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { hang, roleArn, totp, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { cacheFolderOf, leftovers } from '../../support/cache-files.ts'
import { start } from '../../support/processes/started.ts'
import { assume, type PrintedSession, program } from '../../support/program.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const twenty = Array.from({ length: 20 }, (_, index) => index)

/** Enough runs to overlap at every step, even on two processors. */
const eight = twenty.slice(0, 8)

/** Runs all command lines at the same time, each with `--format process`, and returns their sessions. */
async function atOnce(testAws: TestAws, lines: readonly (readonly string[])[]) {
  const runs = await Promise.all(
    lines.map((words) =>
      assume([...words, '--format', 'process'], { env: testAws.home.env, asProcess: true }),
    ),
  )
  return runs.map(({ stdout, stderr, exitCode }) => {
    expectClean(stderr)
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 })
    return JSON.parse(stdout) as PrintedSession
  })
}

/** The number of calls of each action. */
function counts({ aws }: TestAws): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { action } of aws.calls) counted[action] = (counted[action] ?? 0) + 1
  return counted
}

describe('runs that start at the same time with nothing cached', () => {
  it('make one call, and all twenty share its session', async () => {
    const testAws = await TestAws.open()
    const sessions = await atOnce(
      testAws,
      twenty.map(() => ['Bob', noMfaRole.name]),
    )
    expect(counts(testAws)).toEqual({ AssumeRole: 1 })
    for (const session of sessions) expect(session).toEqual(sessions[0])
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('use one MFA code once, and all eight share the session of the role', async () => {
    const testAws = await TestAws.open()
    const code = totp(bob.mfaDevices[0]?.secret ?? '', testAws.aws.now())
    const sessions = await atOnce(
      testAws,
      eight.map(() => ['Bob', demoRole.name, code]),
    )
    expect(counts(testAws)).toEqual({ GetSessionToken: 1, AssumeRole: 1 })
    for (const session of sessions) expect(session).toEqual(sessions[0])
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('use one MFA code for eight different roles', async () => {
    const roles = eight.map((index) => ({ ...demoRole, name: `role-${index}` }))
    const world: World = { ...demoWorld, roles }
    const testAws = await TestAws.open({ world })
    const code = totp(bob.mfaDevices[0]?.secret ?? '', testAws.aws.now())
    const sessions = await atOnce(
      testAws,
      roles.map(({ name }) => ['Bob', name, code]),
    )
    expect(counts(testAws)).toEqual({ GetSessionToken: 1, AssumeRole: 8 })
    expect(new Set(sessions.map(({ AccessKeyId }) => AccessKeyId)).size).toBe(8)
    expect(new Set(testAws.aws.calls.map(({ params }) => params.RoleArn))).toEqual(
      new Set([undefined, ...roles.map((role) => roleArn(role))]),
    )
    expect(leftovers(testAws.home)).toEqual([])
  })
})

describe('a run that waits for the lock of another run', () => {
  /** Starts a run that AWS does not answer, and that therefore holds the lock of its session. */
  async function withHolder() {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [hang]
    const holder = start(['Bob', noMfaRole.name], testAws.home)
    await expect.poll(() => testAws.aws.calls.length, { interval: 5, timeout: 10_000 }).toBe(1)
    return { testAws, holder }
  }

  const locks = (testAws: TestAws) => readdirSync(join(cacheFolderOf(testAws.home), 'locks'))

  it('continues when the other run is killed', async () => {
    const { testAws, holder } = await withHolder()
    const waiting = start(['Bob', noMfaRole.name, '--format', 'process'], testAws.home)
    await new Promise((waited) => setTimeout(waited, 3_000))
    expect(locks(testAws)).toHaveLength(1)
    holder.kill('SIGKILL')
    await holder
    const { stdout, stderr, exitCode } = await waiting
    expect({ stderr, exitCode }).toEqual({
      // The message that it waits appears only on a terminal.
      stderr: '',
      exitCode: 0,
    })
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1 })
    expect(counts(testAws)).toEqual({ AssumeRole: 2 })
    expect(locks(testAws)).toEqual([])
  })

  /** Starts a run that waits for the same session, on a terminal. */
  const waitingOnTerminal = (testAws: TestAws) => {
    const words = [program, 'Bob', noMfaRole.name, '--format', 'process']
    return Terminal.start(process.execPath, words, testAws.home.path, testAws.home.env)
  }

  it('says on a terminal that it waits after two seconds, not before', async () => {
    const { testAws, holder } = await withHolder()
    const startedAt = Date.now()
    const terminal = waitingOnTerminal(testAws)
    const told = `assume: waiting for another assume (pid ${holder.pid}), which is getting the same session\r\n`
    expect(await terminal.waitFor(told)).toBe(told)
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_000)
    holder.kill('SIGKILL')
    await holder
    expect(await terminal.waitFor('}\r\n')).toMatch(/^\{\r\n? *"Version": 1/)
    expect(await terminal.exited()).toBe(0)
  })

  it('says nothing on a terminal if it waits for less than two seconds', async () => {
    const { testAws, holder } = await withHolder()
    const terminal = waitingOnTerminal(testAws)
    await new Promise((waited) => setTimeout(waited, 1_000))
    holder.kill('SIGKILL')
    await holder
    expect(await terminal.waitFor('}\r\n')).toMatch(/^\{\r\n? *"Version": 1/)
    expect(await terminal.exited()).toBe(0)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('stops on %s, and leaves the lock to the other run', async (signal, exitCode) => {
    const { testAws, holder } = await withHolder()
    const waiting = start(['Bob', noMfaRole.name], testAws.home)
    await new Promise((waited) => setTimeout(waited, 3_000))
    const held = locks(testAws)
    waiting.kill(signal)
    const run = await waiting
    expect(run).toMatchObject({ stdout: `(exit ${exitCode});\n`, exitCode })
    expect(run.stderr).toMatch(/^assume: cancelled, nothing was changed\n$/)
    expect(locks(testAws)).toEqual(held)
    holder.kill(signal)
    expect(await holder).toMatchObject({ exitCode })
    expect(leftovers(testAws.home)).toEqual([])
    expect((await testAws.session(['Bob', noMfaRole.name])).calls).toHaveLength(1)
  })

  it('does not wait for a link in the place of the lock', async () => {
    const { testAws, holder } = await withHolder()
    const [lock = ''] = locks(testAws)
    holder.kill()
    await holder
    symlinkSync('/etc/passwd', join(cacheFolderOf(testAws.home), 'locks', lock))
    const { stderr } = await testAws.session(['Bob', noMfaRole.name])
    expect(stderr).toBe('')
  })
})
