import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hang } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { cacheFolderOf, leftovers } from '../../support/cache-files.ts'
import { program } from '../../support/program.ts'
import { corp, SignInScene } from '../../support/sign-in/sign-in.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { withoutTerminal } from '../../support/terminal/without-terminal.ts'
import { TestAws } from '../../support/test-aws.ts'

const withMfa = ['Bob', demoRole.name]
const cancelled = 'assume: cancelled, nothing was changed\n'

describe('a terminal that closes', () => {
  it.each([
    ['while assume asks for an MFA code', withMfa, {}, 'MFA code for '],
    [
      'while assume asks to confirm a dangerous role',
      ['Bob', noMfaRole.name],
      { '.config/assume/config': 'danger = *\n' },
      'to continue: ',
    ],
    ['while the picker is open', [], {}, 'Esc: cancel'],
  ])('%s, ends assume without leftover files', async (_, words, files, seen) => {
    const testAws = await TestAws.open({ files })
    const { stdout, stderr, exitCode } = await withoutTerminal(testAws, words, seen)
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 130);\n', exitCode: 130 })
    // The picker needs no message: the user has chosen nothing.
    if (words.length > 0) expect(stderr).toMatch(/cancelled, nothing was changed\n$/)
    if (existsSync(cacheFolderOf(testAws.home))) expect(leftovers(testAws.home)).toEqual([])
  })

  it('while assume waits for the next MFA code, ends assume without leftover files', async () => {
    const testAws = await TestAws.open()
    await testAws.session([...withMfa, '123456'])
    await testAws.assume(['cache', 'clear'])
    const words = [...withMfa, '123456']
    const { stdout, stderr, exitCode } = await withoutTerminal(
      testAws,
      words,
      'the next one comes in',
    )
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 130);\n', exitCode: 130 })
    expect(stderr).toBe(cancelled)
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('while assume asks for a choice of sign-in, ends assume', async () => {
    const testAws = await SignInScene.open(`${corp}${corp.replace('corp', 'other')}`)
    const ended = await withoutTerminal(testAws, ['login'], 'which? ', testAws.env)
    expect(ended).toMatchObject({ stdout: '', exitCode: 130 })
    expect(ended.stderr).toContain(cancelled)
  })
})

/** Closes the terminal of a program that leads its session. Like the shell of a window, it gets SIGHUP. */
async function hungUp(
  { home }: Pick<TestAws, 'home'>,
  words: readonly string[],
  until: () => Promise<void> | void,
  env: Readonly<Record<string, string>> = {},
) {
  const script = 'exec "$@" >"$HOME/out" 2>"$HOME/err"'
  const args = ['-c', script, 'sh', process.execPath, program, ...words]
  const terminal = Terminal.start('sh', args, home.path, { ...home.env, ...env })
  await until()
  terminal.hangUp()
  const exitCode = await terminal.exited()
  const read = (name: string) => readFileSync(join(home.path, name), 'utf8')
  return { stdout: read('out'), stderr: read('err'), exitCode }
}

describe('a hang-up', () => {
  it('while AWS has not answered, ends assume with exit status 129', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = hang
    const called = () => expect.poll(() => testAws.aws.calls.length, { timeout: 20_000 }).toBe(1)
    const words = ['Bob', noMfaRole.name, '--format', 'posix']
    const ended = await hungUp(testAws, words, called)
    expect(ended).toEqual({ stdout: '(exit 129);\n', stderr: cancelled, exitCode: 129 })
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('while assume waits for a sign-in, ends assume with exit status 129', async () => {
    const testAws = await SignInScene.open()
    const asked = () => testAws.until('token authorization_pending')
    const ended = await hungUp(testAws, ['login', '--use-device-code'], asked, testAws.env)
    expect(ended).toMatchObject({ stdout: '', exitCode: 129 })
    expect(ended.stderr).toContain(cancelled)
  })

  it.each([[[]], [['--server']]])('reaches a program that exec runs: %j', async (options) => {
    const testAws = await TestAws.open()
    const file = join(testAws.home.path, 'heard')
    const child = `trap 'echo hup >"${file}"; exit 7' HUP; echo >"${file}.started"; while :; do sleep 0.1; done`
    const words = ['exec', ...options, 'Bob', noMfaRole.name, '--', 'sh', '-c', child]
    const started = () =>
      expect.poll(() => existsSync(`${file}.started`), { timeout: 20_000 }).toBe(true)
    const { exitCode } = await hungUp(testAws, words, started)
    expect(exitCode).toBe(7)
    expect(readFileSync(file, 'utf8')).toBe('hup\n')
  })
})
