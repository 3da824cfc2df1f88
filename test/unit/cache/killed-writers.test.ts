import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import {
  type EntryStore,
  evictExpired,
  getEntry,
  listEntries,
} from '../../../src/cache/entry-store.ts'
import { lockFile } from '../../../src/files/file-lock.ts'
import { makePrivateFolder } from '../../../src/files/private-folder.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

const keys = ['one', 'two', 'three']
const rounds = 200

/**
 * Writes endlessly, under a lock for each key. Each byte on stdout is a written file. Fails if it
 * is not the only holder.
 */
const writer = `
import * as fs from 'node:fs'
import { join } from 'node:path'
import { lockFile } from './files/file-lock.ts'
import { getEntry, putEntry } from './cache/entry-store.ts'
const [folder] = process.argv.slice(2)
const store = { folder: join(folder, 'store'), userId: process.getuid?.(), lastEvictions: new Map() }
for (let round = 0; ; round++) {
  for (const key of ${JSON.stringify(keys)}) {
    const lock = await lockFile(join(folder, 'locks', key + '.lock'), 60_000)
    if (lock.state !== 'held') throw new Error(JSON.stringify(lock))
    const writing = process.pid + ' ' + round
    const value = { writing, body: (writing + ' ').repeat(2000) }
    putEntry(store, { key, until: Date.now() + 3_600_000, value })
    if (getEntry(store, key, new Date())?.value.writing !== writing) throw new Error('not alone')
    lock.release()
    fs.writeSync(1, '.')
  }
}
`

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'writer.mjs')
  const resolveDir = join(import.meta.dirname, '../../../src')
  await build({
    stdin: { contents: writer, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  })
  return outfile
}

/** A partial file is invalid JSON, or its body is shorter than its length. */
function expectWhole(store: EntryStore): void {
  for (const key of keys) {
    const value = getEntry(store, key, new Date())?.value as
      | { writing: string; body: string }
      | undefined
    if (value) expect(value.body).toBe(`${value.writing} `.repeat(2000))
  }
}

it(`${rounds} killed writers leave every file complete, and no lock`, async () => {
  const folder = temporaryFolder()
  const program = await bundled(folder)
  const store: EntryStore = {
    folder: join(folder, 'store'),
    userId: process.getuid?.(),
    lastEvictions: new Map(),
  }
  const locks = join(folder, 'locks')
  makePrivateFolder(locks, store.userId)

  let killed = 0
  let complaints = ''
  const life = async () => {
    while (killed < rounds) {
      const child: ChildProcess = spawn(process.execPath, [program, folder], { env: {} })
      onTestFinished(() => void child.kill('SIGKILL'))
      const over = once(child, 'exit')
      child.stderr?.on('data', (text) => {
        complaints += text
      })
      await Promise.race([once(child.stdout ?? child, 'data'), over])
      // The kill can occur at any moment: while it waits, writes, renames or releases.
      await new Promise((come) => setTimeout(come, Math.random() * 8))
      child.kill('SIGKILL')
      killed += 1
      expect(await over).toEqual([null, 'SIGKILL'])
      expectWhole(store)
    }
  }
  await Promise.all([life(), life(), life(), life()])
  expect(complaints).toBe('')

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
  // A busy machine starts two hundred processes slowly.
}, 240_000)
