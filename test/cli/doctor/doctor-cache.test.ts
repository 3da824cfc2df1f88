import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { fastPathFormat } from '../../../src/formats/fast-path-format.ts'
import { examined, faults } from '../../support/examination.ts'
import { TestAws } from '../../support/test-aws.ts'

/** A cache with one session, which `assume` itself has cached. */
async function cached() {
  const testAws = await TestAws.open()
  await testAws.session(['Bob', noMfaRole.name])
  const cache = join(testAws.home.path, '.cache/assume')
  const sessions = join(cache, 'sessions')
  const [name = ''] = readdirSync(sessions)
  const doctor = (...args: string[]) => examined(['--offline', ...args], testAws.home.env)
  return { testAws, cache, sessions, name, path: join(sessions, name), doctor }
}

/** Creates a fast-path file, as `assume` does for the wrappers. */
function fastPathIn(cache: string) {
  const fastPath = join(cache, `fast-path-${fastPathFormat}`)
  mkdirSync(fastPath, { mode: 0o700 })
  const file = join(fastPath, 'words=plain')
  writeFileSync(file, 'format=2\n', { mode: 0o600 })
  return { fastPath, file }
}

const modeOf = (path: string) => (lstatSync(path).mode & 0o777).toString(8)

describe('assume doctor', () => {
  it('finds no fault in a cache that assume wrote', async () => {
    const { doctor } = await cached()
    expect(faults((await doctor()).findings)).toEqual([])
  })

  it('makes a cache that others can read private, but only with --fix', async () => {
    const { doctor, cache, sessions, path, name } = await cached()
    chmodSync(cache, 0o777)
    chmodSync(sessions, 0o755)
    chmodSync(path, 0o644)
    const expected = [
      'warning ~/.cache/assume cache-open',
      'warning ~/.cache/assume/sessions cache-open',
      `warning ~/.cache/assume/sessions/${name} cache-open`,
    ]
    expect(faults((await doctor()).findings)).toEqual(expected)
    expect([cache, sessions, path].map(modeOf)).toEqual(['777', '755', '644'])
    const { findings } = await doctor('--fix')
    expect(findings.filter(({ fixed }) => fixed)).toHaveLength(3)
    expect([cache, sessions, path].map(modeOf)).toEqual(['700', '700', '600'])
    expect(faults((await doctor()).findings)).toEqual([])
  })

  it.each([
    ['a file', 0o700, 0o644],
    ['a folder', 0o755, 0o600],
  ])(
    'reports %s of the fast path that others can read; --fix deletes the folder',
    async (_, ofFolder, ofFile) => {
      const { doctor, cache } = await cached()
      const { fastPath, file } = fastPathIn(cache)
      expect(faults((await doctor()).findings)).toEqual([])
      chmodSync(fastPath, ofFolder)
      chmodSync(file, ofFile)
      const { findings } = await doctor()
      expect(faults(findings)).toEqual([
        `warning ~/.cache/assume/fast-path-${fastPathFormat} cache-open`,
      ])
      expect(existsSync(file)).toBe(true)
      await doctor('--fix')
      expect(existsSync(fastPath)).toBe(false)
      expect(faults((await doctor()).findings)).toEqual([])
    },
  )

  it.skipIf(process.getuid?.() !== 0)(
    'deletes the fast-path folder with --fix if another user owns a file in it',
    async () => {
      const { doctor, cache } = await cached()
      const { fastPath, file } = fastPathIn(cache)
      chownSync(file, 65_534, 65_534)
      const { findings } = await doctor('--fix')
      expect(findings.filter(({ fixed }) => fixed)).toMatchObject([{ id: 'cache-open' }])
      expect(existsSync(fastPath)).toBe(false)
    },
  )

  it.each([
    ['half a file', (path: string) => writeFileSync(path, '{"key":"AssumeRo')],
    [
      'an entry of another session key',
      (path: string) => writeFileSync(path, '{"key":"x","until":9e15}'),
    ],
  ])('reports %s in the place of a session, and deletes it with --fix', async (_, spoil) => {
    const { doctor, path, name } = await cached()
    spoil(path)
    const { findings } = await doctor()
    expect(faults(findings)).toEqual([`warning ~/.cache/assume/sessions/${name} cache-corrupt`])
    await doctor('--fix')
    expect(existsSync(path)).toBe(false)
  })

  it('reports links and unknown files; --fix deletes a link, but not its target', async () => {
    const { doctor, sessions } = await cached()
    const notes = join(sessions, 'notes.txt')
    writeFileSync(notes, 'mine', { mode: 0o600 })
    const link = join(sessions, '0123456789abcdef.json')
    symlinkSync(notes, link)
    const expected = [
      'warning ~/.cache/assume/sessions/0123456789abcdef.json cache-corrupt',
      'note ~/.cache/assume/sessions/notes.txt cache-stray',
    ]
    expect(faults((await doctor()).findings)).toEqual(expected)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    const { findings } = await doctor('--fix')
    expect(faults(findings)).toEqual(expected)
    expect(findings.filter(({ fixed }) => fixed)).toMatchObject([{ id: 'cache-corrupt' }])
    expect(readFileSync(notes, 'utf8')).toBe('mine')
    expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('reports the file of a killed run after an hour; --fix deletes it', async () => {
    const { doctor, sessions } = await cached()
    const path = join(sessions, '.new-0123456789abcdef.json.x1y2')
    writeFileSync(path, '{', { mode: 0o600 })
    expect(faults((await doctor()).findings)).toEqual([])
    execFileSync('touch', ['-d', '2 hours ago', path])
    expect(faults((await doctor()).findings)).toEqual([
      'warning ~/.cache/assume/sessions/.new-0123456789abcdef.json.x1y2 cache-left-over',
    ])
    await doctor('--fix')
    expect(existsSync(path)).toBe(false)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'reports a session file of another user, and does not delete it with --fix',
    async () => {
      const { doctor, path, name } = await cached()
      chownSync(path, 65_534, 65_534)
      const { findings, exitCode } = await doctor('--fix')
      expect(faults(findings)).toEqual([`broken ~/.cache/assume/sessions/${name} cache-foreign`])
      expect(exitCode).toBe(1)
      expect(existsSync(path)).toBe(true)
    },
  )

  it('reports a file in the place of the sessions folder', async () => {
    const testAws = await TestAws.open()
    mkdirSync(join(testAws.home.path, '.cache/assume'), { recursive: true })
    writeFileSync(join(testAws.home.path, '.cache/assume/sessions'), '')
    const { findings, exitCode } = await examined(['--offline'], testAws.home.env)
    expect(faults(findings)).toEqual(['broken ~/.cache/assume/sessions cache-no-folder'])
    expect(exitCode).toBe(1)
  })
})

describe('a lock', () => {
  const [nonce, other] = ['0123456789abcdef', 'fedcba9876543210']

  it('whose process has ended is reported, and deleted with --fix', async () => {
    const { doctor, cache } = await cached()
    const locks = join(cache, 'locks')
    mkdirSync(locks, { recursive: true, mode: 0o700 })
    const stale = join(locks, `${nonce}.lock`)
    // The lock names this machine and container, as a lock of a running process here does.
    symlinkSync(`${nonce} 1 0 ${await placeHere()}`, stale)
    const { findings } = await doctor()
    expect(faults(findings)).toEqual([`note ~/.cache/assume/locks/${nonce}.lock lock-stale`])
    expect(lstatSync(stale).isSymbolicLink()).toBe(true)
    await doctor('--fix')
    expect(readdirSync(locks)).toEqual([])
  })

  it('that is held is not deleted', async () => {
    const { doctor, cache } = await cached()
    const locks = join(cache, 'locks')
    mkdirSync(locks, { recursive: true, mode: 0o700 })
    const { lockFile } = await import('../../../src/files/file-lock.ts')
    const path = join(locks, `${other}.lock`)
    const lock = await lockFile(path, 0)
    expect(lock.state).toBe('held')
    expect(faults((await doctor('--fix')).findings)).toEqual([])
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
  })

  async function placeHere(): Promise<string> {
    const { thisProcess } = await import('../../../src/files/this-process.ts')
    return thisProcess()?.place ?? ''
  }
})
