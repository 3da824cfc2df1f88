import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  lutimesSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockFile } from '../../../src/store/file-lock.ts'
import { isRunning, thisProcess } from '../../../src/store/this-process.ts'
import { temporaryFolder } from '../../support/shells.ts'

const newPath = () => join(temporaryFolder(), 'x.lock')

async function held(path: string, patience = 0) {
  const lock = await lockFile(path, patience)
  if (lock.state !== 'held') throw new Error(JSON.stringify(lock))
  return lock
}

/** What a holder would have left: its words, with some of them changed. */
async function left(path: string, change: (words: string[]) => void) {
  const lock = await held(path)
  const words = readlinkSync(path).split(' ')
  lock.release()
  change(words)
  symlinkSync(words.join(' '), path)
}

/** The pid of a process that is over. */
async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('a lock', () => {
  it('is held by one, and free again when released, once', async () => {
    const path = newPath()
    const { release } = await held(path)
    expect(await lockFile(path, 0)).toEqual({ state: 'busy', pid: process.pid })
    release()
    const second = await held(path)
    release()
    expect(await lockFile(path, 0)).toMatchObject({ state: 'busy' })
    second.release()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it('is waited for', async () => {
    const path = newPath()
    const { release } = await held(path)
    const next = held(path, 10_000)
    setImmediate(release)
    ;(await next).release()
  })

  it('goes to one of many that wait', async () => {
    const path = newPath()
    let [inside, most] = [0, 0]
    const once = async () => {
      const lock = await held(path, 20_000)
      inside += 1
      most = Math.max(most, inside)
      await new Promise(setImmediate)
      inside -= 1
      lock.release()
    }
    await Promise.all(Array.from({ length: 20 }, once))
    expect(most).toBe(1)
    expect(readdirSync(join(path, '..'))).toEqual([])
  })
})

describe('the lock of a holder that is gone is free', () => {
  it.each<readonly [string, (words: string[], dead: number) => void]>([
    [
      'its process is over',
      (words, dead) => {
        words[1] = String(dead)
      },
    ],
    [
      'its pid is another process’s now',
      (words) => {
        words[2] = '12'
      },
    ],
  ])('%s', async (_, change) => {
    const path = newPath()
    const dead = await deadPid()
    await left(path, (words) => change(words, dead))
    const { release } = await held(path)
    expect(readdirSync(join(path, '..'))).toEqual(['x.lock'])
    release()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it('also when who found it so died in taking it away', async () => {
    const path = newPath()
    const dead = String(await deadPid())
    await left(path, (words) => {
      words[1] = dead
    })
    const [nonce] = readlinkSync(path).split(' ')
    await left(`${path}.${nonce}`, (words) => {
      words[1] = dead
    })
    const { release } = await held(path)
    release()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it('of another machine, once it is older than anybody holds one', async () => {
    const path = newPath()
    await left(path, (words) => {
      words[3] = 'elsewhere'
    })
    expect(await lockFile(path, 0)).toEqual({ state: 'busy' })
    const old = Date.now() / 1000 - 121
    lutimesSync(path, old, old)
    ;(await held(path)).release()
  })
})

describe('no lock can be had', () => {
  it.each<readonly [string, (path: string) => void]>([
    ['a file', (path) => writeFileSync(path, '')],
    ['a folder', (path) => mkdirSync(path)],
    ['a link of others', (path) => symlinkSync('/etc/passwd', path)],
  ])('where %s is in its place, which nobody would release', async (_, put) => {
    const path = newPath()
    put(path)
    expect(await lockFile(path, 60_000)).toEqual({ state: 'impossible', code: 'EEXIST' })
    expect(readdirSync(join(path, '..'))).toEqual(['x.lock'])
  })

  it('where there is no folder', async () => {
    const path = join(temporaryFolder(), 'none', 'x.lock')
    expect(await lockFile(path, 60_000)).toEqual({ state: 'impossible', code: 'ENOENT' })
  })
})

describe('a process', () => {
  it('is running as long as it is', async () => {
    const self = thisProcess()
    if (!self) throw new Error('this system tells neither by /proc nor by ps')
    expect(self.pid).toBe(process.pid)
    expect(isRunning(self)).toBe(true)
    expect(isRunning({ ...self, pid: await deadPid() })).toBe(false)
    expect(isRunning({ ...self, start: `${self.start}0` })).toBe(false)
    expect(isRunning({ ...self, place: 'elsewhere' })).toBeUndefined()
  })
})
