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
 * Counts in a file as many times as it is told, each time alone or it fails. It leaves the lock as one
 * who died with it in his hands does, for the others to take away at once; the last time it does die.
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

/** Starts a process that counts that often, and waits until it has, and still holds the lock. */
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

/** A lock of somebody else: this very process, but for what is given. */
function leave(other: Partial<NonNullable<typeof self>>, at = path, its = nonce): void {
  const { pid, start, place } = { pid: 1, start: '1', place: 'x', ...self, ...other }
  symlinkSync(`${its} ${pid} ${start} ${place}`, at)
}

describe('a lock', () => {
  it('is held by one, freed, and leaves nothing behind', async () => {
    const first = await lockFile(path, 0)
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: process.pid })
    if (first.state === 'held') first.release()
    expect(entries()).toEqual([])
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('is waited for', async () => {
    const first = await lockFile(path, 0)
    const second = lockFile(path, 60_000)
    if (first.state === 'held') setImmediate(first.release)
    expect(await second).toMatchObject({ state: 'held' })
  })

  it('is held by one of many processes at a time, though each dies with it in its hands', async () => {
    writeFileSync(`${path}.count`, '0')
    const [processes, rounds] = [8, 25]
    const all = Array.from({ length: processes }, async () => killed(await counted(rounds)))
    await Promise.all(all)
    expect(readFileSync(`${path}.count`, 'utf8')).toBe(String(processes * rounds))
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
    expect(entries()).toEqual(['lock', 'lock.count'])
  }, 60_000)

  it('says which process has it', async () => {
    writeFileSync(`${path}.count`, '0')
    const child = await counted(1)
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: child.pid })
    await killed(child)
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('of a process whose number another has now is free', async () => {
    leave({ start: '1' })
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it('that a dead process was just taking away is free', async () => {
    leave({ start: '1' })
    leave({ start: '2' }, `${path}.${nonce}`, '0123456789abcdef')
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
    expect(entries()).toEqual(['lock'])
  })

  it('that a living process is just taking away is left to it', async () => {
    leave({ start: '1' })
    leave({}, `${path}.${nonce}`, '0123456789abcdef')
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: process.pid })
    expect(readlinkSync(path)).toContain(nonce)
  })

  it('of another machine or container is free only when it is old', async () => {
    leave({ place: 'elsewhere' })
    expect(await lockFile(path, 0)).toEqual({ state: 'busy' })
    const longAgo = Date.now() / 1000 - 600
    lutimesSync(path, longAgo, longAgo)
    expect(await lockFile(path, 0)).toMatchObject({ state: 'held' })
  })

  it.each(['../../etc/passwd', '', 'a1b2c3d4e5f60718 1 2', '../a1b2c3d4e5 1 2 3'])(
    'that is none of ours is left alone, and not waited for: %j',
    async (target) => {
      if (target) symlinkSync(target, path)
      else writeFileSync(path, '')
      expect(await lockFile(path, 60_000)).toEqual({ state: 'impossible', code: 'EEXIST' })
      expect(entries()).toEqual(['lock'])
    },
  )

  it('cannot be had where there is no folder', async () => {
    const lock = await lockFile(join(path, 'lock'), 0)
    expect(lock).toEqual({ state: 'impossible', code: 'ENOENT' })
  })
})

describe('the locks of a folder are swept', () => {
  const longAgo = Date.now() / 1000 - 7200
  const aged = (at: string) => lutimesSync(at, longAgo, longAgo)

  it('of those whose holder has been gone for an hour, and of nothing else', async () => {
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

  it('if there is a folder', () => {
    expect(() => sweepLocks(path)).not.toThrow()
  })
})
