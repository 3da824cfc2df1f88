import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'
import { core } from '../../support/shells/posix-shells.ts'
import { describeIn, fish } from '../../support/shells/shells.ts'
import { evaluated, expectClean, TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const wrapper = { ASSUME_EVAL_FD: '3', ASSUME_SHELL: 'zsh' }
const ofZsh = /^if \(\\builtin /
const ofPosix = /^if \(\\unset /
const ofFish = /^set -l /

/** The redirection of the wrappers: file descriptor 3 is the pipe, and stdout goes elsewhere. */
const toPipe = '3>&1 >"$HOME/out"'

/** Runs assume as its own process, for tests of its file descriptors. */
const ownProcess = [process.execPath, program]

/** Runs assume in the process of the tests, for tests of its text and not of its file descriptors. */
const inTests = [core.node, core.script]

interface Redirected {
  readonly redirection?: string
  readonly command?: readonly string[]
}

/** Runs assume with the redirections of a shell. `code` is the text that came through the pipe. */
async function redirected(
  testAws: TestAws,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { redirection = toPipe, command = ownProcess }: Redirected = {},
) {
  const seen = testAws.aws.calls.length
  const script = `exec "$@" ${redirection}`
  const { stdout, stderr, exitCode } = await runProgram(
    ['sh', '-c', script, 'sh', ...command, ...args],
    {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...env },
      stripFinalNewline: false,
      detached: true,
    },
  )
  expectClean(stderr)
  return {
    stdout: readFileSync(join(testAws.home.path, 'out'), 'utf8'),
    stderr,
    code: stdout,
    exitCode,
    calls: testAws.aws.calls.length - seen,
  }
}

/** Runs a script in sh. Its arguments are the command that assumes the role. */
async function inShell(testAws: TestAws, script: string, command = ownProcess) {
  const seen = testAws.aws.calls.length
  const cwd = mkdtempSync(join(tmpdir(), 'assume-output-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  const { stdout, stderr, exitCode } = await runProgram(
    ['sh', '-c', script, 'sh', ...command, ...role],
    {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
      stripFinalNewline: false,
    },
  )
  return { stdout, stderr, exitCode, calls: testAws.aws.calls.length - seen }
}

describe('a wrapper', () => {
  it('gets the code on its file descriptor, and stdout stays empty', async () => {
    const testAws = await TestAws.open()
    const run = await redirected(testAws, role, wrapper)
    expect(run).toMatchObject({ stdout: '', stderr: '', exitCode: 0, calls: 1 })
    expect(run.code).toMatch(ofZsh)
  })

  it.each([
    [['Bob', 'a role'], 2],
    [['Bob', demoRole.name], 1],
    [['Bob', demoRole.name, '--serial-number', 'arn:aws:iam::123456789012:mfa/Bob'], 3],
  ])('gets only the exit status if %j fails', async (words, exitCode) => {
    const testAws = await TestAws.open()
    const run = await redirected(testAws, words, wrapper, { command: inTests })
    expect(run).toMatchObject({ stdout: '', code: '', exitCode })
  })

  it('gets no code if --format is given: stdout gets it', async () => {
    const testAws = await TestAws.open()
    const run = await redirected(testAws, [...role, '--format', 'fish'], wrapper)
    expect(run).toMatchObject({ code: '', exitCode: 0 })
    expect(run.stdout).toMatch(ofFish)
    const failed = ['nobody', '--format', 'fish']
    expect(await redirected(testAws, failed, wrapper, { command: inTests })).toMatchObject({
      stdout: 'false;\n',
      code: '',
      exitCode: 2,
    })
  })

  it('may set another file descriptor, which may be a file', async () => {
    const testAws = await TestAws.open()
    const env = { ASSUME_EVAL_FD: '5', ASSUME_SHELL: 'bash' }
    const run = await redirected(testAws, role, env, {
      redirection: '5>"$HOME/code" >"$HOME/out"',
    })
    expect(run).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
    expect(readFileSync(join(testAws.home.path, 'code'), 'utf8')).toMatch(ofZsh)
  })

  it.each(['', '0', '1', '2', '-1', '99999', '3 ', ' 3', 'x', '3;id', '0x3', '1e0', '٣'])(
    'is refused before any call if ASSUME_EVAL_FD is %j',
    async (text) => {
      const testAws = await TestAws.open()
      const env = { ...wrapper, ASSUME_EVAL_FD: text }
      expect(await redirected(testAws, role, env, { command: inTests })).toEqual({
        stdout: '',
        stderr:
          `assume: ASSUME_EVAL_FD is "${text}", which no wrapper of assume sets\n` +
          '  hint: only the wrapper may set it: unset ASSUME_EVAL_FD\n',
        code: '',
        exitCode: 2,
        calls: 0,
      })
    },
  )

  it.each([
    ['the descriptor is closed', '3>&-'],
    ['the descriptor is read-only', '3</dev/null'],
  ])('is refused before any call if %s', async (_, redirection) => {
    const testAws = await TestAws.open()
    const run = await redirected(testAws, role, wrapper, {
      redirection: `${redirection} >"$HOME/out"`,
    })
    expect(run).toMatchObject({ stdout: '', exitCode: 2, calls: 0 })
  })
})

describe('without a wrapper stdout gets the code', () => {
  it.each([
    ['no setting of the shell', {}, [], ofPosix],
    ['SHELL=/usr/bin/fish', { SHELL: '/usr/bin/fish' }, [], ofPosix],
    ['ASSUME_SHELL=bash', { ASSUME_SHELL: 'bash' }, [], ofZsh],
    ['ASSUME_SHELL=fish', { ASSUME_SHELL: 'fish' }, [], ofFish],
    ['ASSUME_SHELL is a shell without a wrapper', { ASSUME_SHELL: 'tcsh' }, [], ofPosix],
    ['ASSUME_SHELL is not a shell', { ASSUME_SHELL: 'process' }, [], ofPosix],
    ['--format fish', { ASSUME_SHELL: 'bash' }, ['--format', 'fish'], ofFish],
    ['--format zsh', { ASSUME_SHELL: 'fish' }, ['-f', 'zsh'], ofZsh],
    ['--format=posix', { ASSUME_SHELL: 'fish' }, ['--format=posix'], ofPosix],
  ])('in the right syntax: %s', async (_, env, options, form) => {
    const testAws = await TestAws.open()
    const run = await testAws.assume([...role, ...options], { env })
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(run.stdout).toMatch(form)
  })

  it('in one write', async () => {
    const testAws = await TestAws.open()
    const line = `'${process.execPath}' '${program}' ${role.join(' ')} | dd bs=1000000 count=1 2>/dev/null`
    const env = { PATH: process.env.PATH ?? '', ...testAws.home.env }
    const { stdout } = await runProgram(['sh', '-c', line], { env })
    expect(await evaluated(stdout)).toHaveProperty('ASSUME_KEY_ID')
    expect(stdout).toMatch(/fi;$/)
  })

  it('with ; at the end of each line, so that an unquoted eval works', async () => {
    const testAws = await TestAws.open()
    const { stdout } = await testAws.assume(role)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.filter((line) => !line.endsWith(';'))).toEqual([])
    expect(await evaluated(lines.join(' '))).toHaveProperty('ASSUME_KEY_ID')
  })
})

describe('without a wrapper, if no shell reads stdout', () => {
  it.each([
    ['a file', '"$@" >out'],
    ['a file', '"$@" >>out'],
    ['/dev/null', '"$@" >/dev/null'],
    ['the log of systemd', 'exec 4>&1; JOURNAL_STREAM=$(stat -Lc %d:%i /dev/fd/4) "$@"'],
  ])('because it is %s, assume prints no key and makes no call: %s', async (place, script) => {
    const testAws = await TestAws.open()
    const run = await inShell(testAws, script)
    expect(run).toMatchObject({ stdout: '', exitCode: 2, calls: 0 })
    expect(run.stderr).toMatch(
      new RegExp(`^assume: stdout is ${place}.* and this shell not changed\n`),
    )
    expect(run.stderr).toContain(`eval "$(command assume ${role.join(' ')})"\n`)
  })

  it.each([
    ['zsh', 'eval "$(command assume init zsh)"', `eval "$(command assume ${role.join(' ')})"`],
    ['fish', 'command assume init fish | source', `eval (command assume ${role.join(' ')})`],
    ['tcsh', 'eval "$(command assume init bash)"', `eval "$(command assume ${role.join(' ')})"`],
  ])('a user of %s gets hints for a shell that has a wrapper', async (name, load, evaluate) => {
    const testAws = await TestAws.open()
    const script = `export SHELL=/usr/bin/${name}; "$@" >out`
    const { stderr } = await inShell(testAws, script, inTests)
    expect(stderr.split('\n').slice(1, 3)).toEqual([
      expect.stringMatching(/^ {2}hint: load the wrapper, for /),
      `  hint: or eval what assume prints: ${evaluate}`,
    ])
    expect(stderr).toContain(` say: ${load}\n`)
  })

  it.each([
    ['--format is given', '"$@" --format posix >out; . ./out'],
    ['it is a deleted file, as in ksh', 'exec 5>out 6<out; rm out; "$@" >&5; eval "$(cat <&6)"'],
  ])('assume still prints the code if %s', async (_, script) => {
    const testAws = await TestAws.open()
    const run = await inShell(testAws, `${script}; echo "$ASSUME_ROLE"`)
    expect(run).toEqual({ stdout: `${noMfaRole.name}\n`, stderr: '', exitCode: 0, calls: 1 })
  })
})

describe('a failure', () => {
  it.each([
    ['posix code', [], {}, '(exit 2);\n'],
    ['bash code', ['-f', 'bash'], {}, '(exit 2);\n'],
    ['zsh code', [], { ASSUME_SHELL: 'zsh' }, '(exit 2);\n'],
    ['fish code', [], { ASSUME_SHELL: 'fish' }, 'false;\n'],
    ['fish code by option', ['--format=fish'], {}, 'false;\n'],
    ['the last of two formats', ['-f', 'fish', '-f', 'bash'], {}, '(exit 2);\n'],
    ['a document', ['-f', 'process'], { ASSUME_SHELL: 'fish' }, ''],
    ['an unknown format', ['-f', 'json5'], { ASSUME_SHELL: 'fish' }, 'false;\n'],
  ])('as %s prints only a failing command, or nothing', async (_, options, env, stdout) => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['nobody', ...options], { env })).toMatchObject({
      stdout,
      calls: [],
    })
  })

  it.each([
    [['status'], 1],
    [['whoami'], 1],
    [['init'], 2],
    [['init', 'tcsh'], 2],
    [['status', '--foo'], 2],
    [['unset', '-f', 'process'], 2],
  ])('of %j prints nothing, because its output is not evalled', async (words, exitCode) => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(words)).toMatchObject({ stdout: '', exitCode })
  })

  it('to write stdout is reported with exit status 1', async () => {
    const testAws = await TestAws.open()
    const line = `'${process.execPath}' '${program}' ${role.join(' ')} 2>&1 >/dev/full; echo "status $?"`
    const env = { PATH: process.env.PATH ?? '', ...testAws.home.env }
    const { stdout } = await runProgram(['sh', '-c', line], { env })
    expect(stdout).toBe(
      'assume: the output of assume could not be written (ENOSPC); nothing was changed\nstatus 1',
    )
  })

  it('to write stderr loses the warning, but not the session', async () => {
    const testAws = await TestAws.open({ config: '[profile Bob]\nsource_arn = x\n' })
    const run = execa(process.execPath, [program, ...role], {
      env: testAws.home.env,
      extendEnv: false,
      reject: false,
      buffer: { stderr: false },
    })
    run.stderr.destroy()
    const { stdout, exitCode } = await run
    expect(exitCode).toBe(0)
    expect(await evaluated(stdout)).toHaveProperty('ASSUME_KEY_ID')
  })

  it('to write is reported also if the reader closed the pipe', async () => {
    const testAws = await TestAws.open()
    const run = execa(process.execPath, [program, ...role], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
      extendEnv: false,
      reject: false,
      buffer: { stdout: false },
    })
    // As `assume … | true` does, long before there is anything to write.
    run.stdout.destroy()
    const { stderr, exitCode } = await run
    expect({ stderr, exitCode }).toEqual({
      stderr: 'assume: the output of assume could not be written (EPIPE); nothing was changed',
      exitCode: 1,
    })
  })
})

describeIn(fish, () => {
  it('as the parent process gets fish code, and its eval fails if assume fails', async () => {
    const testAws = await TestAws.open()
    const own = `'${process.execPath}' '${program}'`
    const lines = [
      `eval (${own} ${role.join(' ')}); or exit 9`,
      'echo "$ASSUME_ROLE"',
      `eval (${own} nobody 2>/dev/null); or echo "failed, still $ASSUME_ROLE"`,
    ]
    const env = { PATH: process.env.PATH ?? '', ...testAws.home.env }
    const words = [fish.name, '--no-config', '-c', lines.join('\n')]
    const { stdout, stderr } = await runProgram(words, { env })
    expect({ stdout, stderr }).toEqual({
      stdout: `${noMfaRole.name}\nfailed, still ${noMfaRole.name}`,
      stderr: '',
    })
  })
})
