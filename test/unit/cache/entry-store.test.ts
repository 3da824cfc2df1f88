import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  deleteAllEntries,
  deleteEntry,
  type EntryStore,
  evictExpired,
  getEntry,
  listEntries,
  putEntry,
} from '../../../src/cache/entry-store.ts'
import { makePrivateFolder } from '../../../src/files/private-folder.ts'
import { fingerprint } from '../../../src/model/fingerprint.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

const me = process.getuid?.()
const nobody = 65_534
const now = new Date('2026-11-23T19:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const until = later(60).getTime()

const newStore = (): EntryStore => ({
  folder: join(temporaryFolder(), 'cache/store'),
  userId: me,
  lastEvictions: new Map(),
})

const pathOf = ({ folder }: EntryStore, key: string) => join(folder, `${fingerprint(key)}.json`)

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

const mask = process.umask()
afterEach(() => void process.umask(mask))

describe('an entry store', () => {
  it('returns the value of a key until it expires', () => {
    const store = newStore()
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(listEntries(store, now)).toEqual([])
    putEntry(store, { key: 'key', until, value: 1 })
    putEntry(store, { key: 'other', until: until + 1, value: { two: [2] } })
    putEntry(store, { key: 'key', until, value: 'é😀\n' })
    expect(getEntry(store, 'key', now)).toEqual({ key: 'key', until, value: 'é😀\n' })
    expect(getEntry(store, 'key', new Date(until - 1))).toBeDefined()
    expect(getEntry(store, 'key', new Date(until))).toBeUndefined()
    expect(
      listEntries(store, now)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['key', 'other'])
    expect(listEntries(store, new Date(until)).map(({ key }) => key)).toEqual(['other'])
    deleteEntry(store, 'key')
    deleteEntry(store, 'never there')
    expect(listEntries(store, now).map(({ key }) => key)).toEqual(['other'])
  })

  it.each([0, 0o022, 0o077])(
    'creates files with mode 0600 in folders with mode 0700 under umask %o',
    (umask) => {
      process.umask(umask)
      const store = newStore()
      putEntry(store, { key: 'key', until, value: 1 })
      expect(modeOf(store.folder)).toBe('700')
      expect(modeOf(join(store.folder, '..'))).toBe('700')
      expect(modeOf(pathOf(store, 'key'))).toBe('600')
    },
  )

  it('makes its folder private again', () => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    chmodSync(store.folder, 0o755)
    // No other user could have created the entry, so it was valid before.
    expect(getEntry(store, 'key', now)).toBeDefined()
    putEntry(store, { key: 'key', until, value: 2 })
    expect(modeOf(store.folder)).toBe('700')
  })
})

const text = (cached: object) => `${JSON.stringify(cached)}\n`

describe('an invalid entry', () => {
  it.each([
    ['nothing', ''],
    ['a partial entry', text({ key: 'key', until, value: 'x'.repeat(100) }).slice(0, 60)],
    ['zeros', '\0'.repeat(200)],
    ['{}', '{}'],
    ['an array', text([{ key: 'key', until, value: 1 }])],
    ['null', 'null'],
    ['a string', '"key"'],
    ['a number', '12'],
    ['an expiration that is not a number', `{"key":"key","until":NaN,"value":1}`],
    ['an expiration that is null', text({ key: 'key', until: Number.NaN, value: 1 })],
    ['an expiration that is a string', text({ key: 'key', until: '2999-01-01', value: 1 })],
    ['an expiration before all times', '{"key":"key","until":-1e999,"value":1}'],
    ['an expiration in the past', text({ key: 'key', until: now.getTime(), value: 1 })],
    ['no key', text({ until, value: 1 })],
    ['the key of another entry', text({ key: 'other', until, value: 1 })],
    ['an invalid key', text({ key: ['key'], until, value: 1 })],
    ['content after the entry', `${text({ key: 'key', until, value: 1 })}x`],
    ['10 MB', text({ key: 'key', until, value: 'x'.repeat(10_000_000) })],
  ])('is never returned, and the next put replaces it: %s', (_, content) => {
    const store = newStore()
    makePrivateFolder(store.folder, me)
    writeFileSync(pathOf(store, 'key'), content, { mode: 0o600 })
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(listEntries(store, now)).toEqual([])
    putEntry(store, { key: 'key', until, value: 'ours' })
    expect(getEntry(store, 'key', now)).toMatchObject({ value: 'ours' })
  })

  it('can be truncated at any byte', () => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    const { size } = statSync(pathOf(store, 'key'))
    // The entry is complete without the line end.
    for (let length = size - 2; length >= 0; length--) {
      truncateSync(pathOf(store, 'key'), length)
      expect(getEntry(store, 'key', now)).toBeUndefined()
    }
  })

  it.each<readonly [string, (path: string, aside: string) => void]>([
    [
      'a link to an entry',
      (path, aside) => {
        writeFileSync(aside, text({ key: 'key', until, value: 1 }), { mode: 0o600 })
        symlinkSync(aside, path)
      },
    ],
    ['a pipe', (path) => void execFileSync('mkfifo', ['-m', '600', path])],
    [
      'a folder that is not empty',
      (path) => {
        mkdirSync(path)
        writeFileSync(join(path, 'file'), 'x')
      },
    ],
  ])('is neither followed nor opened if it is %s', (_, put) => {
    const store = newStore()
    makePrivateFolder(store.folder, me)
    const aside = join(store.folder, '..', 'aside')
    writeFileSync(aside, 'aside')
    put(pathOf(store, 'key'), aside)
    const before = readFileSync(aside, 'utf8')
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(listEntries(store, now)).toEqual([])
    putEntry(store, { key: 'key', until, value: 'ours' })
    expect(getEntry(store, 'key', now)).toMatchObject({ value: 'ours' })
    expect(readFileSync(aside, 'utf8')).toBe(before)
  })

  it.skipIf(me !== 0)('is ignored if another user owns it', () => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    chownSync(pathOf(store, 'key'), nobody, nobody)
    expect(getEntry(store, 'key', now)).toBeUndefined()
    putEntry(store, { key: 'key', until, value: 'ours' })
    expect(getEntry(store, 'key', now)).toMatchObject({ value: 'ours' })
  })
})

describe('a folder that is not private', () => {
  it.skipIf(me !== 0)('is neither read nor written if another user owns it', () => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    chownSync(store.folder, nobody, nobody)
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(listEntries(store, now)).toEqual([])
    expect(() => putEntry(store, { key: 'key', until, value: 2 })).toThrow(
      `it belongs to user ${nobody}`,
    )
  })

  it.each([0o770, 0o707, 0o1777])('is not read if its mode is %o', (mode) => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    chmodSync(store.folder, mode)
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(listEntries(store, now)).toEqual([])
  })

  it('is neither read nor written through a link', () => {
    const store = newStore()
    putEntry(store, { key: 'key', until, value: 1 })
    const linked = { ...store, folder: `${store.folder}-link` }
    symlinkSync(store.folder, linked.folder)
    expect(getEntry(linked, 'key', now)).toBeUndefined()
    expect(() => putEntry(linked, { key: 'other', until, value: 2 })).toThrow('it is not a folder')
    expect(readdirSync(store.folder)).toHaveLength(1)
  })

  it('is not created if a file has its name', () => {
    const store = newStore()
    makePrivateFolder(join(store.folder, '..'), me)
    writeFileSync(store.folder, '')
    expect(getEntry(store, 'key', now)).toBeUndefined()
    expect(() => putEntry(store, { key: 'key', until, value: 1 })).toThrow()
    evictExpired(store, now)
    deleteAllEntries(store)
    expect(readFileSync(store.folder, 'utf8')).toBe('')
  })
})

describe('evictExpired', () => {
  it('deletes expired entries and temporary files of killed processes, and nothing else', () => {
    const store = newStore()
    const [now, later] = [new Date(), (minutes: number) => new Date(Date.now() + minutes * 60_000)]
    putEntry(store, { key: 'short', until: later(1).getTime(), value: 1 })
    putEntry(store, { key: 'long', until: later(100).getTime(), value: 1 })
    const names = ['.new-half', '.new-whole', 'notes.txt']
    for (const name of names) writeFileSync(join(store.folder, name), '')
    utimesSync(join(store.folder, '.new-whole'), later(100), later(100))
    utimesSync(join(store.folder, 'notes.txt'), later(-9999), later(-9999))
    const left = () => readdirSync(store.folder).sort()
    evictExpired(store, now)
    expect(left()).toHaveLength(5)
    evictExpired(store, later(59))
    expect(left()).toEqual([...names, `${fingerprint('long')}.json`].sort())
    evictExpired(store, later(61))
    expect(left()).toEqual([`${fingerprint('long')}.json`, 'notes.txt'].sort())
    deleteAllEntries(store)
    expect(left()).toEqual(['notes.txt'])
  })

  it('runs at most once a minute', () => {
    const store = newStore()
    const now = new Date()
    const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    putEntry(store, { key: 'key', until: now.getTime() - 1, value: 1 })
    evictExpired(store, now)
    expect(readdirSync(store.folder)).toEqual([])
    putEntry(store, { key: 'key', until: now.getTime() - 1, value: 1 })
    evictExpired(store, inMinutes(0.5))
    expect(readdirSync(store.folder)).toHaveLength(1)
    evictExpired(store, inMinutes(1))
    expect(readdirSync(store.folder)).toEqual([])
  })

  it('deletes invalid entries by their names', () => {
    const store = newStore()
    makePrivateFolder(store.folder, me)
    mkdirSync(pathOf(store, 'folder'))
    symlinkSync('/nonexistent', pathOf(store, 'link'))
    execFileSync('mkfifo', [pathOf(store, 'pipe')])
    deleteAllEntries(store)
    expect(readdirSync(store.folder)).toEqual([])
  })
})
