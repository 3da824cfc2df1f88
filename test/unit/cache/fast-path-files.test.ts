import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Cache, openCache } from '../../../src/cache/cache.ts'
import {
  deleteFastPath,
  fastPathFolder,
  isFastPathStored,
  removeOlderFastPath,
  sweepFastPath,
  writeFastPath,
} from '../../../src/cache/fast-path-files.ts'
import { clearCache, clearSessions, clearSignedIn } from '../../../src/cache/list-sessions.ts'

function cacheWithOne() {
  const home = mkdtempSync(join(tmpdir(), 'assume-fast-path-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const context = { env: { HOME: home }, userId: process.getuid?.() }
  const cache = openCache(context, { file: '', files: [], guards: [], warnings: [] })
  const watched = join(home, 'config')
  writeFileSync(watched, '')
  expect(writeFastPath(fileFor(watched), cache)).toBe(true)
  return cache
}

const until = 2_000_000_000
const atTheEnd = new Date((until + 1) * 1000)

/** The text of a fast-path file, as far as the cache reads it. */
function fileFor(watched: string, words = ['prod']) {
  const time = statSync(watched, { bigint: true }).mtimeNs / 1000n
  return { words, text: `until=${until}\ntime=${time} ${watched}\n` }
}

const watchedBy = ({ folder }: Cache) => join(folder, '../../config')

/** Without the temporary files of writers. */
const namesIn = (cache: Cache) => readdirSync(fastPathFolder(cache)).sort()

test('a file lies beside an older and a newer reference file, a microsecond away', () => {
  const cache = cacheWithOne()
  const watched = watchedBy(cache)
  for (const mtime of [1, 1_764_440_000.123_457, 1_764_440_000.999_999, 4_000_000_000]) {
    utimesSync(watched, mtime, mtime)
    expect(writeFastPath(fileFor(watched), cache)).toBe(true)
    const { mtimeNs } = statSync(watched, { bigint: true })
    const references = namesIn(cache).filter((name) => name.endsWith(`=${mtimeNs / 1000n}`))
    const [after = 0n, before = 0n] = references.map(
      (name) => statSync(join(fastPathFolder(cache), name), { bigint: true }).mtimeNs,
    )
    expect(references).toHaveLength(2)
    expect(before < mtimeNs && mtimeNs < after).toBe(true)
    expect(after - before).toBeLessThan(4_000n)
  }
})

test('no file is written for a time that has no older one', () => {
  const cache = cacheWithOne()
  utimesSync(watchedBy(cache), 0, 0)
  expect(writeFastPath(fileFor(watchedBy(cache), ['other']), cache)).toBe(false)
  expect(namesIn(cache)).not.toContain('words=other')
})

test('a file is stored if its text and its reference files are there', () => {
  const cache = cacheWithOne()
  const file = fileFor(watchedBy(cache))
  const folder = fastPathFolder(cache)
  expect(isFastPathStored(file, cache)).toBe(true)
  expect(isFastPathStored({ ...file, text: 'other\n' }, cache)).toBe(false)
  expect(isFastPathStored({ ...file, words: ['Bob', 'prod'] }, cache)).toBe(false)
  const [reference = ''] = namesIn(cache).filter((name) => name.startsWith('before='))
  utimesSync(join(folder, reference), 1, 1)
  expect(isFastPathStored(file, cache)).toBe(false)
  writeFastPath(file, cache)
  expect(isFastPathStored(file, cache)).toBe(true)
  rmSync(join(folder, reference))
  expect(isFastPathStored(file, cache)).toBe(false)
  writeFastPath(file, cache)
  deleteFastPath(['prod'], cache)
  expect(isFastPathStored(file, cache)).toBe(false)
})

test.each<[string, Date, (cache: Cache) => void]>([
  ['whose time has come', atTheEnd, () => {}],
  ['of which a file has changed', new Date(), (cache) => utimesSync(watchedBy(cache), 5, 5)],
  ['of which a file is gone', new Date(), (cache) => rmSync(watchedBy(cache))],
])('the sweep deletes a file %s, and its reference files in a minute', (_, now, change) => {
  const cache = cacheWithOne()
  const other = join(cache.folder, 'other')
  writeFileSync(other, '')
  writeFastPath(
    { ...fileFor(other, ['other']), text: fileFor(other).text.replace('200', '900') },
    cache,
  )
  const references = namesIn(cache).filter((name) => !name.startsWith('words='))
  expect(references).toHaveLength(4)
  change(cache)
  sweepFastPath(cache, now)
  expect(namesIn(cache)).toEqual([...references, 'words=other'])
  vi.setSystemTime(Date.now() + 61_000)
  onTestFinished(() => void vi.useRealTimers())
  sweepFastPath(cache, now)
  expect(namesIn(cache)).toHaveLength(3)
  expect(isFastPathStored({ words: ['other'], text: readWords(cache, 'other') }, cache)).toBe(true)
})

const readWords = (cache: Cache, words: string) =>
  readFileSync(join(fastPathFolder(cache), `words=${words}`), 'utf8')

test.each([
  ['all sessions', clearCache],
  ['the sessions of a target', (cache) => clearSessions(cache, 'prod', new Date())],
  ['the sessions of a sign-in', (cache) => clearSignedIn(cache, ['sso'], new Date())],
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
  for (const name of ['warm', 'warm-2', 'fast-path-3', 'fast-path-99'])
    mkdirSync(join(cache.folder, name))
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
  expect(readdirSync(cache.folder).sort()).toEqual(['elsewhere', 'fast-path-4', 'fast-path-99'])
  expect(readdirSync(elsewhere)).toEqual(['file'])
})
