import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import {
  type EntryStore,
  entryFileName,
  evictExpired,
  getEntry,
  listEntries,
} from '../../../src/cache/entry-store.ts'
import { lockFile } from '../../../src/files/file-lock.ts'
import { makePrivateFolder } from '../../../src/files/private-folder.ts'
import { startProgram } from '../../support/processes/run-program.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

const keys = ['one', 'two', 'three']

/** The calls that change what is on the disk. A writer makes seven of them for a file, and more for a lock. */
const changes = ['symlink', 'open', 'fchmod', 'write', 'futimes', 'rename', 'unlink'].map(
  (call) => `${call}Sync`,
)

const writers = 60

/**
 * Writes endlessly, under a lock for each key. Fails if it is not the only holder. It kills itself before
 * the change of the disk whose number it is given, and names that on stdout. Of a text that it would write
 * then, it writes a half. A signal between two changes leaves what a signal before the second one leaves.
 */
const writer = `
import * as fs from 'node:fs'
import { join } from 'node:path'
import { lockFile } from './files/file-lock.ts'
import { getEntry, putEntry } from './cache/entry-store.ts'
const [folder, last] = process.argv.slice(2)
const store = { folder: join(folder, 'store'), userId: process.getuid?.(), lastEvictions: new Map() }
const { writeSync } = fs
let count = 0
const changeable = require('node:fs')
for (const name of ${JSON.stringify(changes)}) {
  const change = changeable[name]
  changeable[name] = (...args) => {
    if (name === 'openSync' && args[1] !== 'wx') return change(...args)
    count += 1
    if (count < Number(last)) return change(...args)
    if (name === 'writeSync') change(args[0], args[1].subarray(0, args[1].length / 2))
    writeSync(1, name)
    process.kill(process.pid, 'SIGKILL')
  }
}
async function write() {
  for (let round = 0; ; round++) {
    for (const key of ${JSON.stringify(keys)}) {
      const lock = await lockFile(join(folder, 'locks', key + '.lock'), 60_000)
      if (lock.state !== 'held') throw new Error(JSON.stringify(lock))
      const writing = process.pid + ' ' + round
      const value = { writing, body: (writing + ' ').repeat(2000) }
      putEntry(store, { key, until: Date.now() + 3_600_000, value })
      if (getEntry(store, key, new Date())?.value.writing !== writing) throw new Error('not alone')
      lock.release()
    }
  }
}
write()
`

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'writer.cjs')
  const resolveDir = join(import.meta.dirname, '../../../src')
  await build({
    stdin: { contents: writer, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
  })
  return outfile
}

/** A partial file is invalid JSON, which is no entry, or its body is shorter than its length. */
function expectWhole(store: EntryStore): void {
  for (const key of keys) {
    if (!existsSync(join(store.folder, entryFileName(key)))) continue
    const value = getEntry(store, key, new Date())?.value as { writing: string; body: string }
    expect(value?.body).toBe(`${value?.writing} `.repeat(2000))
  }
}

it('writers that are killed before any change leave every file complete, and no lock', async () => {
  const folder = temporaryFolder()
  const program = await bundled(folder)
  const store: EntryStore = {
    folder: join(folder, 'store'),
    userId: process.getuid?.(),
    lastEvictions: new Map(),
  }
  const locks = join(folder, 'locks')
  makePrivateFolder(locks, store.userId)

  const last: string[] = []
  let killed = 0
  // Several at once: one waits for the lock of another that is killed.
  const life = async () => {
    while (killed < writers) {
      killed += 1
      const run = await startProgram([process.execPath, program, folder, String(killed)], {
        env: {},
      })
      onTestFinished(() => run.kill('SIGKILL'))
      const { stdout, ...end } = await run.ended
      expect(end).toEqual({ stderr: '', exitCode: undefined, signal: 'SIGKILL' })
      last.push(stdout)
      expectWhole(store)
    }
  }
  await Promise.all([life(), life(), life(), life()])
  expect(last).toEqual(expect.arrayContaining(changes))

  expect(listEntries(store, new Date())).toHaveLength(keys.length)
  for (const key of keys) {
    const lock = await lockFile(join(locks, `${key}.lock`), 0)
    expect(lock).toMatchObject({ state: 'held' })
    if (lock.state === 'held') lock.release()
  }
  expect(readdirSync(locks)).toEqual([])
  // Its files expire in an hour, and so would partial files.
  evictExpired(store, new Date(Date.now() + 3_610_000))
  expect(readdirSync(store.folder)).toEqual([])
  // A busy machine starts so many processes slowly.
}, 240_000)
