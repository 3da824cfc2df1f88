import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import {
  canSeeProcesses,
  filled,
  nonBlocking,
  Pipe,
  peakMemory,
  sleeps,
  startInto,
  startOnSocket,
  waits,
} from '../../support/processes/pipe.ts'
import { runningGroups } from '../../support/processes/process-groups.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const config = ['dev', 'prod']
  .map((name) => `[profile ${name}]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`)
  .join('')

/** A configuration whose list is larger than the buffer of a pipe or a socket. */
const long = Array.from({ length: 300 }, (_, number) => {
  const name = `team-${number}${'-x'.repeat(500)}`
  return `[profile ${name}]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
}).join('')

const toWrapper = { ASSUME_EVAL_FD: '3', ASSUME_SHELL: 'bash' }

/** Arguments that run two programs. Each records its process group, writes so many bytes and sleeps. */
const writing = (bytes: number) => [
  ...['each', 'dev', 'prod', '--'],
  ...['sh', '-c', `echo $$ >>"$HOME/groups"; head -c ${bytes} /dev/zero; sleep 1000`],
]

/** Starts assume with a full pipe as its output. Returns when assume waits to write. */
async function blocked(
  words: readonly string[],
  redirection: string,
  env: Readonly<Record<string, string>> = {},
) {
  const testAws = await TestAws.open({ config })
  const pipe = await Pipe.make(testAws.home.path)
  pipe.fill()
  const all = { ...testAws.home.env, ...env, OUT: pipe.path }
  const run = await startInto(words, { redirection, env: all })
  expect(await waits(run.pid)).toBe(true)
  return { home: testAws.home, pipe, run }
}

/** The process groups of programs that still run. */
async function groupsIn({ path }: TestAws['home']): Promise<string[]> {
  const file = join(path, 'groups')
  return existsSync(file) ? runningGroups(readFileSync(file, 'utf8').split('\n')) : []
}

const blockings = [
  ['stdout', ['list'], '>"$OUT"', {}],
  ['stderr', ['nobody', '--format', 'process'], '2>"$OUT"', {}],
  ['stdout and stderr in one pipe', ['list', '--quiet'], '>"$OUT" 2>&1', {}],
  ['credentials', ['credential-process', 'dev'], '>"$OUT"', {}],
  ['code for the wrapper', ['dev'], '3>"$OUT"', toWrapper],
  ['the output of programs', writing(1e7), '>"$OUT"', {}],
  ['the output of programs, in one pipe with stderr', writing(1e7), '>"$OUT" 2>&1', {}],
] as const

describe.skipIf(!canSeeProcesses)('if the output is not read', () => {
  it.each(blockings)('%s: a signal ends all processes', async (_, words, redirection, env) => {
    for (const [signal, status] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      const { run, home } = await blocked(words, redirection, env)
      run.kill(signal)
      const { exitCode, stderr } = await run.ended
      expect(exitCode).toBe(status)
      expectClean(stderr)
      expect(await groupsIn(home)).toEqual([])
    }
  })

  it('a signal is reported on stderr if only stdout is blocked', async () => {
    const { run } = await blocked(['list'], '>"$OUT"')
    run.kill('SIGINT')
    expect((await run.ended).stderr).toBe('assume: cancelled, nothing was changed\n')
  })

  it.each([
    ['a list', ['list'], 0, ''],
    ['each', writing(1e7), 0, ''],
    [
      'a session',
      ['dev', '--format', 'process'],
      1,
      'assume: the output of assume could not be written (EPIPE); nothing was changed\n',
    ],
  ] as const)('%s ends when the reader closes the pipe', async (_, words, status, said) => {
    const { pipe, run, home } = await blocked(words, '>"$OUT"')
    pipe.close()
    const { exitCode, stderr } = await run.ended
    expect({ exitCode, stderr }).toEqual({ exitCode: status, stderr: said })
    expect(await groupsIn(home)).toEqual([])
  })

  it('programs wait as well, so that their output does not accumulate in memory', async () => {
    const { run } = await blocked(writing(3e8), '>"$OUT"')
    expect(await sleeps(run.pid)).toBe(true)
    expect(peakMemory(run.pid)).toBeLessThan(250_000_000)
  })

  it('assume also waits for a full socket, and a signal ends it', async () => {
    const testAws = await TestAws.open({ config: long })
    const { child, exitCode } = await startOnSocket(['list'], { env: testAws.home.env })
    expect(await waits(child.pid)).toBe(true)
    child.kill('SIGINT')
    expect(await exitCode).toBe(130)
  })

  it('a signal ends credential-process while it waits for a full socket', async () => {
    const testAws = await TestAws.open({ config })
    const words = ['credential-process', 'dev']
    const { child } = await startOnSocket(words, { before: filled, env: testAws.home.env })
    expect(await waits(child.pid)).toBe(true)
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    // assume exits with 130, or the default action of the signal ends it during a blocking write.
    expect(['130,', ',SIGINT']).toContain(String(await ended))
  })
})

describe.skipIf(!canSeeProcesses)('a full disk', () => {
  it.each([[['list']], [['each', 'dev', '--', 'echo', 'x']]])('makes %j fail', async (words) => {
    const testAws = await TestAws.open({ config })
    const env = testAws.home.env
    const { ended } = await startInto(words, { redirection: '>/dev/full', env })
    const { exitCode, stderr } = await ended
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: ENOSPC: no space left on device, write\n {2}hint: .*df -h/)
  })
})

describe.skipIf(!canSeeProcesses)('output to a shared non-blocking descriptor', () => {
  const rows = [
    ['a list', ['list'], /^PROFILE[\s\S]*\nteam-299[\s\S]*\n$/, long],
    ['keys', ['Bob', noMfaRole.name, '--format', 'process'], /^\{[\s\S]*\}\n$/, config],
    ['code', ['Bob', noMfaRole.name], /^if [\s\S]*fi;\n$/, config],
    ['a failure', ['nobody'], /^\(exit 2\);\n$/, config],
  ] as const

  it.each(rows)('is complete for %s in a pipe', async (_, words, whole, config) => {
    const testAws = await TestAws.open({ config })
    const pipe = await Pipe.make(testAws.home.path)
    const length = pipe.fill()
    const env = { ...testAws.home.env, OUT: pipe.path }
    const run = await startInto(words, { redirection: '>"$OUT"', before: nonBlocking, env })
    expect(await waits(run.pid)).toBe(true)
    expect((await pipe.read()).subarray(length).toString()).toMatch(whole)
    expectClean((await run.ended).stderr)
  })

  it.each(rows)('is complete for %s in a socket', async (_, words, whole, config) => {
    const testAws = await TestAws.open({ config })
    const { child, read } = await startOnSocket(words, {
      before: `${filled}\n${nonBlocking}`,
      env: testAws.home.env,
    })
    expect(await waits(child.pid)).toBe(true)
    const { stdout, stderr } = await read()
    expect(stdout.replace(/^\0+/, '')).toMatch(whole)
    expectClean(stderr)
  })
})
