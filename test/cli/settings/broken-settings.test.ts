import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { roleProfile } from '../../support/profiles.ts'
import { program } from '../../support/program.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const config = roleProfile('live', noMfaRole)
const shown = '~/.config/assume/config'

async function brokenBy(make: (path: string) => void, name = '.config/assume/config') {
  const testAws = await TestAws.open({ config })
  const path = join(testAws.home.path, name)
  mkdirSync(dirname(path), { recursive: true })
  make(path)
  return testAws
}

const pipe = (path: string) => execFileSync('mkfifo', [path])

describe('a settings file that cannot be read', () => {
  it.each([
    ['a pipe', pipe, `cannot read ${shown}: it is not a file`],
    ['a directory', (path: string) => mkdirSync(path), `cannot read ${shown}: it is a directory`],
    [
      'a dangling link',
      (path: string) => symlinkSync('gone', path),
      `cannot read ${shown}: it is a link whose target is missing`,
    ],
    [
      'a file that is too large',
      (path: string) => writeFileSync(path, '#'.repeat(1_048_577)),
      `cannot read ${shown}: it is larger than 1 MB`,
    ],
    [
      'a file with a NUL',
      (path: string) => writeFileSync(path, 'danger = \0live\n'),
      `${shown}:1: a NUL character, so this is not a text file`,
    ],
    [
      'a file that is not UTF-8',
      (path: string) => writeFileSync(path, Buffer.from('danger = live\n# \xe9\n', 'latin1')),
      `${shown}:2: not valid UTF-8, so no setting can be read`,
    ],
    [
      'a file with a broken line',
      (path: string) => writeFileSync(path, 'danger: live\n'),
      `${shown}:1: this line is neither a section nor a setting`,
    ],
  ])('makes assume fail before any call: %s', async (_, make, message) => {
    const testAws = await brokenBy(make)
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['live', '--yes'])
    expect(stderr).toMatch(/^ {2}hint: ./m)
    expect({ stdout, message: stderr.split('\n')[0], exitCode, calls }).toEqual({
      ...{ stdout: '(exit 1);\n', message: `assume: ${message}`, exitCode: 1, calls: [] },
    })
  })

  it.each([
    [['live']],
    [['refresh']],
    [['refresh', '--no-input']],
    [['-']],
    [['exec', 'live', '--', 'true']],
    [['exec', '--server', 'live', '--', 'true']],
    [['each', 'live', '--', 'true']],
    [['credential-process', 'live']],
    [['console', 'live', '--url']],
    [['explain', 'live']],
    [['list']],
    [['login']],
    [['logout']],
    [['cache', 'list']],
    [['policy', 'identity']],
    [['setup', 'Bob', 'role']],
  ])('is an error in %j, also if XDG_CONFIG_HOME names another folder', async (words) => {
    const testAws = await brokenBy(pipe)
    for (const env of [{}, { XDG_CONFIG_HOME: '/no/such/folder' }]) {
      const run = { env: { ...held, ...env }, asProcess: false }
      const { stderr, exitCode, calls } = await testAws.assume(words, run)
      const message = `assume: cannot read ${shown}: it is not a file`
      const failed = { message, exitCode: 1, calls: [] }
      expect({ message: stderr.split('\n')[0], exitCode, calls }).toEqual(failed)
    }
  })

  it.skipIf(process.getuid?.() !== 0)(
    'is an error also if it belongs to another user',
    async () => {
      const testAws = await brokenBy((path) => {
        writeFileSync(path, 'danger = live\n', { mode: 0o600 })
        chmodSync(dirname(dirname(dirname(path))), 0o755)
      })
      // The built program may be in a folder that another user cannot read.
      const copy = join(testAws.home.path, 'dist')
      execFileSync('cp', ['-r', dirname(program), copy])
      execFileSync('chmod', ['-R', 'a+rX', copy])
      onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
      const node = join(testAws.home.path, 'node')
      execFileSync('cp', [process.execPath, node])
      const { stderr, exitCode } = await execa(node, [join(copy, 'bin.js'), 'live'], {
        ...{ env: testAws.home.env, extendEnv: false, reject: false, uid: 65_534, gid: 65_534 },
      })
      expect({ message: stderr.split('\n')[0], exitCode }).toEqual({
        message: `assume: cannot read ${shown}: permission denied: it belongs to root`,
        exitCode: 1,
      })
    },
  )
})

/** The variables of an active session that the commands check. */
const held = {
  AWS_ACCESS_KEY_ID: 'ASIARZPUZDIKEXAMPLE7',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  ASSUME_KEY_ID: 'ASIARZPUZDIKEXAMPLE7',
  ASSUME_ROLE: 'admin',
  ASSUME_EXPIRES: '4000000000',
}

describe('with settings that cannot be read', () => {
  it('assume unset removes the session', async () => {
    const testAws = await brokenBy(pipe)
    const { stdout, stderr, exitCode } = await testAws.assume(['unset'], { env: held })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const own = await evaluated(stdout, { ...held, __assume_saved: '1' })
    expect(own).toEqual({})
  })

  it.each([
    ['a pipe', pipe, `cannot read ${shown}: it is not a file`],
    [
      'an invalid value',
      (path: string) => writeFileSync(path, 'cache = perhaps\n'),
      `${shown}:1, cache: "perhaps" is neither on nor off`,
    ],
  ])('assume status shows the session and warns: %s', async (_, make, message) => {
    const testAws = await brokenBy(make)
    const { stdout, stderr, exitCode } = await testAws.assume(['status'], { env: held })
    expect(stdout).toMatch(/^admin\nkey ASIARZPUZDIKEXAMPLE7\n/)
    expect({ warning: stderr.split('\n')[0], exitCode }).toEqual({
      warning: `assume: warning: ${message}`,
      exitCode: 0,
    })
  })

  it('assume status --verify calls STS', async () => {
    const testAws = await brokenBy(() => {})
    const session = await evaluated((await testAws.assume(['live'])).stdout)
    mkdirSync(join(testAws.home.path, '.config/assume/config'), { recursive: true })
    const { stdout } = await testAws.assume(['status', '--verify'], { env: session })
    expect(stdout).toMatch(/^STS confirms: /m)
  })

  it.each([['--help'], ['--version'], ['help'], ['init', 'bash']])('%s works', async (...words) => {
    const testAws = await brokenBy(pipe)
    expect(await testAws.assume(words)).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it('assume doctor reports them, and continues with its other checks', async () => {
    const testAws = await brokenBy(pipe)
    const run = await testAws.assume(['doctor', '--offline', '-f', 'json'])
    const { findings } = JSON.parse(run.stdout)
    expect(findings.map(({ id }: { id: string }) => id)).toContain('profiles')
    expect(findings).toContainEqual({
      id: 'settings-unreadable',
      severity: 'broken',
      what: `cannot read ${shown}: it is not a file`,
      why: 'assume gives no session until it can be read, as it may say which targets are of danger',
      hints: [`it has to be a file, or a link to one: ls -ld ${shown}`],
      mend: [`it has to be a file, or a link to one: ls -ld ${shown}`],
    })
    expect(run.exitCode).toBe(1)
  })

  it('assume doctor reports them together with unreadable files of AWS', async () => {
    const testAws = await brokenBy(pipe)
    const run = { env: { AWS_CONFIG_FILE: testAws.home.path } }
    const { stdout } = await testAws.assume(['doctor', '--offline', '-f', 'json'], run)
    const { findings } = JSON.parse(stdout)
    expect(findings.map(({ id }: { id: string }) => id)).toEqual([
      'settings-unreadable',
      'files-unreadable',
    ])
  })
})

describe('assume doctor with the setting danger', () => {
  const seen = async (text: string, env = {}) => {
    const testAws = await brokenBy((path) => writeFileSync(path, text))
    const run = await testAws.assume(['doctor', '--offline', '-f', 'json'], { env })
    const { findings }: { findings: { id: string; what: string; line?: number }[] } = JSON.parse(
      run.stdout,
    )
    return findings.filter(({ id }) => /^(settings|danger)/.test(id))
  }

  it('names the file, and the patterns that match no profile', async () => {
    const found = await seen(
      'danger = li*, *prod*\ndanger = "my prod", 123456789012, demo-no-mfa*, main, 9?\n[accounts]\n111111111111 = main\n',
    )
    expect(found).toMatchObject([
      { id: 'settings', what: `${shown}, with 7 patterns of danger` },
      {
        id: 'danger-unmatched',
        severity: 'note',
        what: expect.stringContaining('"*prod*"'),
        line: 1,
      },
      { id: 'danger-unmatched', what: 'danger "my prod" matches no profile here', line: 2 },
      { id: 'danger-unmatched', what: 'danger "9?" matches no profile here', line: 2 },
    ])
    expect(found[1]).toMatchObject({
      why: 'it may be for a role or an account that no profile names; otherwise it guards nothing',
    })
  })

  it('names the file in XDG_CONFIG_HOME and the file in the home directory', async () => {
    expect(await seen('danger = live\n', { XDG_CONFIG_HOME: '/no/such' })).toMatchObject([
      { id: 'settings', what: '/no/such/assume/config is not there' },
      {
        id: 'settings',
        what: `${shown}, with 1 pattern of danger; nothing else of it counts, as XDG_CONFIG_HOME is set`,
      },
    ])
  })
})
