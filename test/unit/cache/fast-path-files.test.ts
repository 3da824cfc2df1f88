import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCache } from '../../../src/cache/cache.ts'
import {
  deleteFastPath,
  fastPathFolder,
  fastPathTime,
  removeOlderFastPath,
  writeFastPath,
} from '../../../src/cache/fast-path-files.ts'
import { clearCache, clearSessions, clearSignedIn } from '../../../src/cache/list-sessions.ts'

function cacheWithOne() {
  const home = mkdtempSync(join(tmpdir(), 'assume-fast-path-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const context = { env: { HOME: home }, userId: process.getuid?.() }
  const cache = openCache(context, { file: '', files: [], guards: [], warnings: [] })
  writeFastPath(['prod'], 'text\n', new Date(1_700_000_000_000), cache)
  return cache
}

test('a file is identified by its content and its time', () => {
  const cache = cacheWithOne()
  expect(fastPathTime(['prod'], 'text\n', cache)).toEqual(new Date(1_700_000_000_000))
  expect(fastPathTime(['prod'], 'other\n', cache)).toBeUndefined()
  expect(fastPathTime(['Bob', 'prod'], 'text\n', cache)).toBeUndefined()
  deleteFastPath(['prod'], cache)
  expect(fastPathTime(['prod'], 'text\n', cache)).toBeUndefined()
})

test.each([
  ['all sessions', clearCache],
  ['the sessions of a target', (cache) => clearSessions(cache, 'prod', new Date())],
  ['the sessions of a sign-in', (cache) => clearSignedIn(cache, new Date())],
] satisfies [string, (cache: ReturnType<typeof cacheWithOne>) => unknown][])(
  'a file is deleted with %s',
  (_, clear) => {
    const cache = cacheWithOne()
    clear(cache)
    expect(existsSync(fastPathFolder(cache))).toBe(false)
  },
)

test('files of an older or newer version are deleted with all sessions', () => {
  const cache = cacheWithOne()
  for (const name of ['warm', 'warm-2', 'fast-path-99']) mkdirSync(join(cache.folder, name))
  mkdirSync(join(cache.folder, 'fast-path-notes'))
  clearCache(cache)
  expect(readdirSync(cache.folder)).toEqual(['fast-path-notes'])
})

test('a file of an older version is deleted alone, and a link is not followed', () => {
  const cache = cacheWithOne()
  const elsewhere = join(cache.folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'file'), '')
  symlinkSync(elsewhere, join(cache.folder, 'warm'))
  mkdirSync(join(cache.folder, 'fast-path-99'))
  removeOlderFastPath(cache, () => undefined)
  expect(readdirSync(cache.folder).sort()).toEqual(['elsewhere', 'fast-path-3', 'fast-path-99'])
  expect(readdirSync(elsewhere)).toEqual(['file'])
})
