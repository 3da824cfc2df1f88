import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  lutimesSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { lockFile, sweepLocks } from '../../../src/files/file-lock.ts'
import { thisProcess } from '../../../src/files/this-process.ts'

const programs = mkdtempSync(join(tmpdir(), 'assume-lock-'))
afterAll(() => rmSync(programs, { recursive: true, force: true }))

/**
 * Increments a number in a file under the lock. Fails if it is not the only holder. It leaves the
 * lock like a process that dies while it holds the lock, so the others must delete it. The last
 * time it does die.
 */
const counter = `
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { lockFile } from '${join(import.meta.dirname, '../../../src/files/file-lock.ts')}'
const [path, file, rounds] = process.argv.slice(2)
for (let round = 1; round <= rounds; round++) {
  const lock = await lockFile(path, 60_000)
  if (lock.state !== 'held') throw new Error(JSON.stringify(lock))
  fs.closeSync(fs.openSync(file + '.alone', 'wx'))
  const count = Number(fs.readFileSync(file, 'utf8'))
  fs.writeFileSync(file, String(count + 1))
  fs.unlinkSync(file + '.alone')
  if (round === Number(rounds)) break
  const [, ...holder] = fs.readlinkSync(path).split(' ')
  holder[1] = 'another'
  const dead = path + '.dead' + process.pid
  fs.symlinkSync([randomBytes(8).toString('hex'), ...holder].join(' '), dead)
  fs.renameSync(dead, path)
}
process.stdout.write('held')
setInterval(() => {}, 60_000)
`
const program = join(programs, 'counter.mjs')
await build({
  stdin: { contents: counter, resolveDir: import.meta.dirname },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: program,
})

let path = ''
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'assume-lock-'))
  path = join(folder, 'lock')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const entries = () => readdirSync(join(path, '..'))

/**
 * Starts a process that increments the number, and waits until it has finished and still holds the
 * lock.
 */
async function counted(rounds: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, path, `${path}.count`, String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  expect(String(said)).toBe('held')
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const self = thisProcess()
const nonce = 'a1b2c3d4e5f60718'

/** A lock of another holder: this process, with the given changes. */
function leave(other: Partial<NonNullable<typeof self>>, at = path, its = nonce): void {
  const { pid, start, place } = { pid: 1, start: '1', place: 'x', ...self, ...other }
  symlinkSync(`${its} ${pid} ${start} ${place}`, at)
}

describe('a file lock', () => {
  it('has one holder, is released, and leaves no file', async () => {
    const first = await lockFile(path, 0)
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: process.pid })
    if (first.state === 'held') first.release()
    expect(entries()).toEqual([])
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('is acquired after a wait', async () => {
    const first = await lockFile(path, 0)
    const second = lockFile(path, 60_000)
    if (first.state === 'held') setImmediate(first.release)
    expect(await second).toMatchObject({ state: 'held' })
  })

  it('has one holder at a time among many processes, even if each dies while it holds the lock', async () => {
    writeFileSync(`${path}.count`, '0')
    const [processes, rounds] = [8, 25]
    const all = Array.from({ length: processes }, async () => killed(await counted(rounds)))
    await Promise.all(all)
    expect(readFileSync(`${path}.count`, 'utf8')).toBe(String(processes * rounds))
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
    expect(entries()).toEqual(['lock', 'lock.count'])
  }, 60_000)

  it('contains the process that holds it', async () => {
    writeFileSync(`${path}.count`, '0')
    const child = await counted(1)
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: child.pid })
    await killed(child)
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('of a process whose ID another process has now is free', async () => {
    leave({ start: '1' })
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('that a dead process was about to delete is free', async () => {
    leave({ start: '1' })
    leave({ start: '2' }, `${path}.${nonce}`, '0123456789abcdef')
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
    expect(entries()).toEqual(['lock'])
  })

  it('that a running process is about to delete is left to that process', async () => {
    leave({ start: '1' })
    leave({}, `${path}.${nonce}`, '0123456789abcdef')
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: process.pid })
    expect(readlinkSync(path)).toContain(nonce)
  })

  it('of another machine or container is free only if it is old', async () => {
    leave({ place: 'elsewhere' })
    expect(await lockFile(path, 0)).toEqual({ state: 'busy' })
    const longAgo = Date.now() / 1000 - 600
    lutimesSync(path, longAgo, longAgo)
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it.each(['../../etc/passwd', '', 'a1b2c3d4e5f60718 1 2', '../a1b2c3d4e5 1 2 3'])(
    'of another program is neither deleted nor waited for: %j',
    async (target) => {
      if (target) symlinkSync(target, path)
      else writeFileSync(path, '')
      expect(await lockFile(path, 60_000)).toEqual({ state: 'impossible', code: 'EEXIST' })
      expect(entries()).toEqual(['lock'])
    },
  )

  it('cannot be acquired without its folder', async () => {
    const lock = await lockFile(join(path, 'lock'), 0)
    expect(lock).toEqual({ state: 'impossible', code: 'ENOENT' })
  })
})

describe('the clean-up of locks', () => {
  const longAgo = Date.now() / 1000 - 7200
  const aged = (at: string) => lutimesSync(at, longAgo, longAgo)

  it('deletes locks whose holder ended an hour ago, and nothing else', async () => {
    const beside = (name: string) => join(path, '..', name)
    leave({ start: '1' }, beside('dead'))
    leave({ place: 'elsewhere' }, beside('far'))
    leave({ start: '2' }, `${beside('dead')}.${nonce}`, '0123456789abcdef')
    leave({}, beside('held'))
    symlinkSync('../../etc/passwd', beside('link'))
    for (const name of entries()) aged(beside(name))
    leave({ start: '1' }, beside('just died'))
    writeFileSync(beside('file'), '')
    sweepLocks(join(path, '..'))
    expect(entries().sort()).toEqual(['file', 'held', 'just died', 'link'])
  })

  it('requires no folder', () => {
    expect(() => sweepLocks(path)).not.toThrow()
  })
})
