import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { systemCauses } from '../../../src/files/system-failure.ts'
import { cacheFolderOf } from '../../support/cache-files.ts'
import { keysOf } from '../../support/home.ts'
import {
  canDropPrivileges,
  canMount,
  core,
  onDisk,
  runCommand,
  unprivileged,
} from '../../support/processes/disk.ts'
import { program } from '../../support/program.ts'
import { SignInScene } from '../../support/sign-in/sign-in.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { withoutTerminal } from '../../support/terminal/without-terminal.ts'
import { TestAws } from '../../support/test-aws.ts'

const text = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8')
const entries = text.slice(text.indexOf('## This machine')).split(/^### /m).slice(1)
const role = ['Bob', noMfaRole.name]

interface Failure {
  readonly stderr: string
  readonly exitCode: number | undefined
}

/** Causes each failure of the chapter "This machine". */
const failures: Readonly<Record<string, () => Promise<Failure>>> = {
  async 'stdout is a terminal'() {
    const testAws = await TestAws.open()
    const { path, env } = testAws.home
    const terminal = Terminal.start(process.execPath, [program, ...role], path, { ...env })
    const shown = await terminal.waitFor(/command assume Bob[\s\S]*\n/)
    return { stderr: plain(shown), exitCode: await terminal.exited() }
  },
  async 'stdout is a file'() {
    const testAws = await TestAws.open()
    return redirected(testAws, '>out', role)
  },
  async 'MFA code needed, and no terminal'() {
    const config = '[profile Bob]\nmfa_serial = arn:aws:iam::123456789012:mfa/Bob\n'
    return (await TestAws.open({ config })).assume(role)
  },
  async 'Output could not be written'() {
    return redirected(await TestAws.open(), '>/dev/full', role)
  },
  async 'Cannot read a file'() {
    const testAws = await TestAws.open()
    mkdirSync(join(testAws.home.path, '.aws/config'))
    return testAws.assume(role)
  },
  async 'Invalid line: the AWS CLI rejects the whole file'() {
    return (await TestAws.open({ credentials: `${keysOf(bob)}what is this\n` })).assume(role)
  },
  async 'Cannot read certificates'() {
    const testAws = await TestAws.open()
    return testAws.assume(role, {
      env: { AWS_CA_BUNDLE: '/nowhere.pem', AWS_ENDPOINT_URL_STS: 'https://127.0.0.1:1' },
    })
  },
  async 'A session that has already expired'() {
    const testAws = await TestAws.open()
    testAws.aws.faults.skewSeconds = -7200
    return testAws.assume(role)
  },
  async 'Cannot write the cache'() {
    const testAws = await TestAws.open()
    writeFileSync(join(testAws.home.path, 'file'), '')
    return testAws.assume(role, { env: { XDG_CACHE_HOME: join(testAws.home.path, 'file') } })
  },
  async 'No space left on the disk'() {
    const testAws = await TestAws.open()
    const TMPDIR = join(testAws.home.path, 'tmp')
    return runCommand(testAws, onDisk('full', TMPDIR, core(['demo', '--run'])), { TMPDIR })
  },
  async 'Read-only disk'() {
    const { testAws, cache } = await cached()
    return runCommand(testAws, onDisk('read-only', cache, core(['cache', 'clear'])))
  },
  async 'Permission denied in a folder'() {
    const { testAws, cache } = await cached()
    const sessions = join(cache, 'sessions')
    chmodSync(sessions, 0o500)
    const run = await runCommand(testAws, [...unprivileged, ...core(['cache', 'clear'])])
    chmodSync(sessions, 0o700)
    return run
  },
  async 'Cannot save the sign-in'() {
    const testAws = await SignInScene.open()
    return runCommand(testAws, onDisk('full', testAws.cache, core(['login'])), testAws.env)
  },
  async 'Cannot write the token of --server'() {
    const testAws = await TestAws.open()
    const XDG_RUNTIME_DIR = join(testAws.home.path, 'run')
    const command = core(['exec', '--server', ...role, '--', 'true'])
    return runCommand(testAws, onDisk('full', XDG_RUNTIME_DIR, command), { XDG_RUNTIME_DIR })
  },
  async 'The terminal goes away'() {
    const testAws = await TestAws.open()
    const ended = await withoutTerminal(testAws, ['Bob', demoRole.name], 'MFA code for ')
    return { ...ended, stderr: ended.stderr.replace(/^assume: AWS denies .*\n/, '') }
  },
}

/** Runs the program in a shell with this redirection. */
async function redirected(testAws: TestAws, redirection: string, args: readonly string[]) {
  const { path, env } = testAws.home
  const { stderr, exitCode } = await execa(
    'sh',
    ['-c', `"$@" ${redirection}`, 'sh', process.execPath, program, ...args],
    {
      cwd: path,
      env: { PATH: process.env.PATH ?? '', ...env },
      extendEnv: false,
      reject: false,
    },
  )
  return { stderr: `${stderr}\n`, exitCode }
}

/** A scene with a cached session. */
async function cached() {
  const testAws = await TestAws.open()
  await testAws.session(role)
  return { testAws, cache: cacheFolderOf(testAws.home) }
}

/** Whether this machine can cause the failures that not every machine can cause. */
const possible: Readonly<Record<string, boolean>> = {
  'No space left on the disk': canMount,
  'Read-only disk': canMount,
  'Permission denied in a folder': canDropPrivileges,
  'Cannot save the sign-in': canMount,
  'Cannot write the token of --server': canMount,
}

/** The exit statuses that are not 1. It is 0 if the message is only a warning. */
const statuses: Readonly<Record<string, number>> = {
  'stdout is a terminal': 2,
  'stdout is a file': 2,
  'MFA code needed, and no terminal': 3,
  'Invalid line: the AWS CLI rejects the whole file': 0,
  'Cannot write the cache': 0,
  'The terminal goes away': 130,
}

it('a test causes each failure of the chapter "This machine"', () => {
  expect(entries.map((entry) => entry.split('\n')[0])).toEqual(Object.keys(failures))
})

it('the chapter has an entry for each system error that assume explains', () => {
  expect(Object.keys(failures)).toEqual(
    expect.arrayContaining(systemCauses.map((cause) => cause.title)),
  )
})

for (const [title, fail] of Object.entries(failures)) {
  it.skipIf(possible[title] === false)(
    `${title}: stderr contains the message of the entry`,
    async () => {
      const { stderr, exitCode } = await fail()
      const entry = entries.find((each) => each.startsWith(`${title}\n`)) ?? ''
      expect(stderr).toContain(/`([^`]+)`/.exec(entry)?.[1] ?? 'the words of the entry')
      expect(exitCode).toBe(statuses[title] ?? 1)
      expect(stderr).toMatch(/^assume: /)
    },
  )
}
