import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { cacheFolderOf, sessionsFolderOf } from '../../support/cache-files.ts'
import {
  canDropPrivileges,
  canMount,
  core,
  type Disk,
  leftOn,
  onDisk,
  runCommand,
  unprivileged,
} from '../../support/processes/disk.ts'
import { corp, SignInScene, tokenFile } from '../../support/sign-in/sign-in.ts'
import { nearlyOver, signedIn } from '../../support/sign-in/signed-in.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const dev = `[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
`
const disks: readonly [Disk, string][] = [
  ['full', 'ENOSPC'],
  ['without an inode', 'ENOSPC'],
  ['read-only', 'EROFS'],
]

describe.skipIf(!canMount).each(disks)('on a disk that is %s', (disk, code) => {
  it('assume prints the session, warns, and caches nothing', async () => {
    const testAws = await TestAws.open()
    const cache = join(testAws.home.path, '.cache')
    const words = ['Bob', demoRole.name, '123456']
    const { stdout, stderr, exitCode } = await runCommand(testAws, onDisk(disk, cache, core(words)))
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n',
    )
    const folder = sessionsFolderOf(testAws.home)
    expect(stderr).toContain(`assume: warning: the session cannot be cached in ${folder}: ${code}
`)
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: demoRole.name })
    // Neither a lock nor an incomplete file.
    expect(leftOn(cache)).toEqual([])
  })

  it('exec runs the program, and caches nothing', async () => {
    const testAws = await TestAws.open()
    const cache = join(testAws.home.path, '.cache')
    const words = ['exec', ...role, '--', 'sh', '-c', 'echo "$AWS_ACCESS_KEY_ID"']
    const { stdout, exitCode } = await runCommand(testAws, onDisk(disk, cache, core(words)))
    expect({ stdout, exitCode }).toEqual({
      stdout: expect.stringMatching(/^ASIA\w+\n$/),
      exitCode: 0,
    })
    expect(leftOn(cache)).toEqual([])
  })

  it('assume prints a cached session without a warning that it cannot record its use', async () => {
    const testAws = await TestAws.open()
    const { session } = await testAws.session(role)
    const cache = join(testAws.home.path, '.cache')
    const command = onDisk(disk, cache, core([...role, '--format', 'process']))
    const { stdout, stderr, exitCode } = await runCommand(testAws, command)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(JSON.parse(stdout)).toEqual(session)
    expect(testAws.aws.calls).toHaveLength(1)
  })

  it('exec --server fails before the program starts, because it cannot write its token', async () => {
    const testAws = await TestAws.open()
    const folder = join(testAws.home.path, 'run')
    const words = ['exec', '--server', ...role, '--', 'echo', 'started']
    const { stdout, stderr, exitCode } = await runCommand(
      testAws,
      onDisk(disk, folder, core(words)),
      { XDG_RUNTIME_DIR: folder },
    )
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      new RegExp(
        `^assume: no (folder for the )?token of --server can be made in ${folder} \\(${code}\\)\n  hint: XDG_RUNTIME_DIR, else TMPDIR, says where\n$`,
      ),
    )
    expect(leftOn(folder)).toEqual([])
  })

  it('login fails before the user signs in, because it cannot write the token', async () => {
    const testAws = await SignInScene.open()
    mkdirSync(testAws.cache, { recursive: true })
    const { stderr, exitCode } = await runCommand(
      testAws,
      onDisk(disk, testAws.cache, core(['login'])),
      testAws.env,
    )
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      new RegExp(
        `^assume: ~/\\.aws/sso/cache/\\w+\\.json cannot be written \\(${code}\\)\n  hint: .* check the folder and the space on the disk\n$`,
      ),
    )
    expect(leftOn(testAws.cache)).toEqual([])
    expect(testAws.outcomes).toEqual(['register ok'])
  })

  it('assume prints credentials, and warns that it cannot save the renewed sign-in', async () => {
    const { testAws, env, path, saved } = await signedIn(nearlyOver)
    const before = saved()
    const folder = join(path, '..')
    const words = ['me', '--format', 'process']
    const { stdout, stderr, exitCode } = await runCommand(
      testAws,
      onDisk(disk, folder, core(words)),
      env,
    )
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).AccessKeyId).toMatch(/^ASIA/)
    expect(stderr).toMatch(new RegExp(`^assume: warning: .*\\(${code}\\)`))
    expect(saved()).toEqual(before)
    expect(leftOn(folder)).toHaveLength(1)
  })

  it('demo fails with the error code, and leaves no file', async () => {
    const testAws = await TestAws.open()
    const folder = join(testAws.home.path, 'tmp')
    const { stderr, exitCode } = await runCommand(
      testAws,
      onDisk(disk, folder, core(['demo', '--run'])),
      { TMPDIR: folder },
    )
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(new RegExp(`^assume: ${code}: .*\n  hint: .*\n$`))
    expect(leftOn(folder)).toEqual([])
  })
})

describe.skipIf(!canMount)('on a read-only disk', () => {
  it.each([
    ['without a target', []],
    ['with a target', role],
  ])('cache clear %s fails with a hint', async (_, target) => {
    const testAws = await TestAws.open()
    await testAws.session(role)
    const cache = cacheFolderOf(testAws.home)
    const command = onDisk('read-only', cache, core(['cache', 'clear', ...target]))
    const { stdout, stderr, exitCode } = await runCommand(testAws, command)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: EROFS: read-only file system, unlink '\S+'\n {2}hint: to see how it is mounted: findmnt -T \S+\n$/,
    )
  })

  it('doctor --fix reports that it cannot fix the modes of the cache', async () => {
    const testAws = await TestAws.open()
    await testAws.session(role)
    const cache = cacheFolderOf(testAws.home)
    chmodSync(cache, 0o755)
    chmodSync(sessionsFolderOf(testAws.home), 0o755)
    const command = onDisk('read-only', cache, core(['doctor', '--offline', '--fix']))
    const { stdout, stderr } = await runCommand(testAws, command)
    expect(stderr).toBe('')
    expect(stdout).toContain('other users can read or change it')
    expect(stdout).toContain('hint: it could not be fixed (EROFS)')
  })

  it('assume fails without renewing an expired sign-in that it cannot write', async () => {
    const testAws = await SignInScene.open(`${corp}${dev}`)
    await testAws.signIn()
    const name = tokenFile('corp')
    testAws.put(
      name,
      JSON.stringify({ ...testAws.cached()[name], expiresAt: '2020-01-01T00:00:00Z' }),
    )
    const asked = testAws.outcomes.length
    const command = onDisk('read-only', testAws.cache, core(['dev', '--format', 'process']))
    const { stdout, stderr, exitCode } = await runCommand(testAws, command, testAws.env)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: ~\S+\.json cannot be written \(EROFS\)\n {2}hint: the sign-in /,
    )
    expect(testAws.outcomes).toHaveLength(asked)
  })
})

describe.skipIf(!canDropPrivileges)('without permission for a folder or a file', () => {
  it('assume prints the session, warns, and caches nothing if no cache can be created', async () => {
    const testAws = await TestAws.open()
    // The folder around the cache, because assume resets the mode of the cache itself.
    const around = join(cacheFolderOf(testAws.home), '..')
    mkdirSync(around, { mode: 0o500 })
    const command = [...unprivileged, ...core(role)]
    const { stdout, stderr, exitCode } = await runCommand(testAws, command)
    const folder = sessionsFolderOf(testAws.home)
    expect({ stderr, exitCode }).toEqual({
      stderr: `assume: warning: the session cannot be cached in ${folder}: permission denied: ${around}: its mode is 500\n`,
      exitCode: 0,
    })
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: noMfaRole.name })
    expect(readdirSync(around)).toEqual([])
  })

  it('cache clear fails with a hint', async () => {
    const testAws = await TestAws.open()
    await testAws.session(role)
    const folder = sessionsFolderOf(testAws.home)
    chmodSync(folder, 0o500)
    const command = [...unprivileged, ...core(['cache', 'clear'])]
    const { stdout, stderr, exitCode } = await runCommand(testAws, command)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: EACCES: permission denied, unlink '\S+'\n {2}hint: check its owner and mode: ls -ld \S+\n$/,
    )
    chmodSync(folder, 0o700)
  })

  it('login fails, and names the folder and its mode', async () => {
    const testAws = await SignInScene.open()
    mkdirSync(testAws.cache, { recursive: true })
    chmodSync(testAws.cache, 0o500)
    const { stderr, exitCode } = await runCommand(
      testAws,
      [...unprivileged, ...core(['login'])],
      testAws.env,
    )
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(permission denied: ~\/\.aws\/sso\/cache: its mode is 500\)\n/,
    )
    chmodSync(testAws.cache, 0o700)
  })

  it('assume names an unreadable config file, and its mode', async () => {
    const testAws = await TestAws.open()
    const file = join(testAws.home.path, '.aws/config')
    writeFileSync(file, '', { mode: 0 })
    chmodSync(file, 0)
    const { stdout, stderr, exitCode } = await runCommand(testAws, [...unprivileged, ...core(role)])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: cannot read ~\/\.aws\/config: permission denied: its mode is 000\n/,
    )
    expect(stderr).toContain('hint: look at its owner and mode')
  })
})
