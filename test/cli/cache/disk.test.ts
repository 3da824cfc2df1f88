import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
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

describe.skipIf(!canMount).each(disks)('a disk that is %s', (disk, code) => {
  it('keeps no session, and whoever wants one gets it', async () => {
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
    // No lock, no half of a file.
    expect(leftOn(cache)).toEqual([])
  })

  it('runs a program all the same', async () => {
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

  it('gives a session that is on it, and what cannot be noted of it is no matter', async () => {
    const testAws = await TestAws.open()
    const { session } = await testAws.session(role)
    const cache = join(testAws.home.path, '.cache')
    const command = onDisk(disk, cache, core([...role, '--format', 'process']))
    const { stdout, stderr, exitCode } = await runCommand(testAws, command)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(JSON.parse(stdout)).toEqual(session)
    expect(testAws.aws.calls).toHaveLength(1)
  })

  it('takes no token for --server, which is said before the program starts', async () => {
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

  it('takes no sign-in, which is said before anybody signs in', async () => {
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

  it('takes no renewed sign-in: the keys are given where that can be, the old one stays', async () => {
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

  it('holds no demo', async () => {
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

describe.skipIf(!canMount)('a cache that is read-only', () => {
  it.each([
    ['of all', []],
    ['of one', role],
  ])('is not cleared %s, which is said', async (_, target) => {
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

  it('is not fixed by the doctor, which is said', async () => {
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

  it('keeps a sign-in as it is, which is not renewed then, and that is said', async () => {
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

describe.skipIf(!canDropPrivileges)('a folder that may not be changed', () => {
  it('keeps no session, and whoever wants one gets it', async () => {
    const testAws = await TestAws.open()
    const folder = sessionsFolderOf(testAws.home)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Not the folder itself: what is ours is opened again.
    const cache = cacheFolderOf(testAws.home)
    chmodSync(folder, 0o500)
    chmodSync(cache, 0o500)
    const { stdout, exitCode } = await runCommand(testAws, [...unprivileged, ...core(role)])
    expect(exitCode).toBe(0)
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: noMfaRole.name })
    chmodSync(cache, 0o700)
  })

  it('is not cleared, which is said', async () => {
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

  it('takes no sign-in', async () => {
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

  it('a file of AWS that may not be read is named, with what tells why', async () => {
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
