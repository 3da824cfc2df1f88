import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { hang, roleArn, totp, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../src/demo/fixture.ts'
import { cacheFolderOf, leftovers } from '../support/cache-files.ts'
import { type PrintedSession, program } from '../support/program.ts'
import { Terminal } from '../support/pty.ts'
import { expectClean, Scene } from '../support/scene.ts'
import { start } from '../support/started.ts'

const twenty = Array.from({ length: 20 }, (_, index) => index)

/** Runs them all at once, each with `--format process`, and gives their sessions. */
async function atOnce(scene: Scene, lines: readonly (readonly string[])[]) {
  const runs = await Promise.all(
    lines.map((words) => start([...words, '--format', 'process'], scene.home)),
  )
  return runs.map(({ stdout, stderr, exitCode }) => {
    expectClean(stderr)
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 })
    return JSON.parse(stdout) as PrintedSession
  })
}

/** How often each was called. */
function counts({ aws }: Scene): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { action } of aws.calls) counted[action] = (counted[action] ?? 0) + 1
  return counted
}

describe('twenty that start at once with nothing cached', () => {
  it('make one call and share its session', async () => {
    const scene = await Scene.open()
    const sessions = await atOnce(
      scene,
      twenty.map(() => ['Bob', noMfaRole.name]),
    )
    expect(counts(scene)).toEqual({ AssumeRole: 1 })
    for (const session of sessions) expect(session).toEqual(sessions[0])
    expect(leftovers(scene.home)).toEqual([])
  })

  it('spend one code, which works once, and share the role', async () => {
    const scene = await Scene.open()
    const code = totp(bob.mfaDevices[0]?.secret ?? '', scene.aws.now())
    const sessions = await atOnce(
      scene,
      twenty.map(() => ['Bob', demoRole.name, code]),
    )
    expect(counts(scene)).toEqual({ GetSessionToken: 1, AssumeRole: 1 })
    for (const session of sessions) expect(session).toEqual(sessions[0])
    expect(leftovers(scene.home)).toEqual([])
  })

  it('spend one code for twenty different roles', async () => {
    const roles = twenty.map((index) => ({ ...demoRole, name: `role-${index}` }))
    const world: World = { ...demoWorld, roles }
    const scene = await Scene.open({ world })
    const code = totp(bob.mfaDevices[0]?.secret ?? '', scene.aws.now())
    const sessions = await atOnce(
      scene,
      roles.map(({ name }) => ['Bob', name, code]),
    )
    expect(counts(scene)).toEqual({ GetSessionToken: 1, AssumeRole: 20 })
    expect(new Set(sessions.map(({ AccessKeyId }) => AccessKeyId)).size).toBe(20)
    expect(new Set(scene.aws.calls.map(({ params }) => params.RoleArn))).toEqual(
      new Set([undefined, ...roles.map((role) => roleArn(role))]),
    )
    expect(leftovers(scene.home)).toEqual([])
  })
})

describe('while another has the lock', () => {
  /** One that AWS does not answer, with the lock of its session. */
  async function withHolder() {
    const scene = await Scene.open()
    scene.aws.faults.next = [hang]
    const holder = start(['Bob', noMfaRole.name], scene.home)
    await expect.poll(() => scene.aws.calls.length, { interval: 5, timeout: 10_000 }).toBe(1)
    return { scene, holder }
  }

  const locks = (scene: Scene) => readdirSync(join(cacheFolderOf(scene.home), 'locks'))

  it('it goes on when that one is killed', async () => {
    const { scene, holder } = await withHolder()
    const waiting = start(['Bob', noMfaRole.name, '--format', 'process'], scene.home)
    await new Promise((waited) => setTimeout(waited, 3_000))
    expect(locks(scene)).toHaveLength(1)
    holder.kill('SIGKILL')
    await holder
    const { stdout, stderr, exitCode } = await waiting
    expect({ stderr, exitCode }).toEqual({
      // Nobody reads it: it is said on a terminal alone.
      stderr: '',
      exitCode: 0,
    })
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1 })
    expect(counts(scene)).toEqual({ AssumeRole: 2 })
    expect(locks(scene)).toEqual([])
  })

  /** One that waits for the same session, on a terminal. */
  const waitingOnTerminal = (scene: Scene) => {
    const words = [program, 'Bob', noMfaRole.name, '--format', 'process']
    return Terminal.start(process.execPath, words, scene.home.path, scene.home.env)
  }

  it('a terminal is told so after two seconds, and not before', async () => {
    const { scene, holder } = await withHolder()
    const startedAt = Date.now()
    const terminal = waitingOnTerminal(scene)
    const told = `assume: waiting for another assume (pid ${holder.pid}), which is getting the same session\r\n`
    expect(await terminal.waitFor(told)).toBe(told)
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_000)
    holder.kill('SIGKILL')
    await holder
    expect(await terminal.waitFor('}\r\n')).toMatch(/^\{\r\n? *"Version": 1/)
    expect(await terminal.exited()).toBe(0)
  })

  it('a terminal is told nothing where it takes less', async () => {
    const { scene, holder } = await withHolder()
    const terminal = waitingOnTerminal(scene)
    await new Promise((waited) => setTimeout(waited, 1_000))
    holder.kill('SIGKILL')
    await holder
    expect(await terminal.waitFor('}\r\n')).toMatch(/^\{\r\n? *"Version": 1/)
    expect(await terminal.exited()).toBe(0)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the waiting and leaves the other alone', async (signal, exitCode) => {
    const { scene, holder } = await withHolder()
    const waiting = start(['Bob', noMfaRole.name], scene.home)
    await new Promise((waited) => setTimeout(waited, 3_000))
    const held = locks(scene)
    waiting.kill(signal)
    const run = await waiting
    expect(run).toMatchObject({ stdout: `(exit ${exitCode});\n`, exitCode })
    expect(run.stderr).toMatch(/^assume: cancelled, nothing was changed\n$/)
    expect(locks(scene)).toEqual(held)
    holder.kill(signal)
    expect(await holder).toMatchObject({ exitCode })
    expect(leftovers(scene.home)).toEqual([])
    expect((await scene.session(['Bob', noMfaRole.name])).calls).toHaveLength(1)
  })

  it('nobody waits for what is no lock', async () => {
    const { scene, holder } = await withHolder()
    const [lock = ''] = locks(scene)
    holder.kill()
    await holder
    symlinkSync('/etc/passwd', join(cacheFolderOf(scene.home), 'locks', lock))
    const { stderr } = await scene.session(['Bob', noMfaRole.name])
    expect(stderr).toBe('')
  })
})
