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
import { fingerprint } from '../../../src/model/fingerprint.ts'
import { makePrivateFolder } from '../../../src/store/private-folder.ts'
import { clear, entries, find, forget, keep, type Shelf, sweep } from '../../../src/store/shelf.ts'
import { temporaryFolder } from '../../support/shells.ts'

const me = process.getuid?.()
const nobody = 65_534
const now = new Date('2026-11-23T19:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const until = later(60).getTime()

const newShelf = (): Shelf => ({
  folder: join(temporaryFolder(), 'cache/shelf'),
  userId: me,
  sweeps: new Map(),
})

const pathOf = ({ folder }: Shelf, key: string) => join(folder, `${fingerprint(key)}.json`)

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

const mask = process.umask()
afterEach(() => void process.umask(mask))

describe('a shelf', () => {
  it('keeps one thing for a key until it ends', () => {
    const shelf = newShelf()
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(entries(shelf, now)).toEqual([])
    keep(shelf, { key: 'key', until, value: 1 })
    keep(shelf, { key: 'other', until: until + 1, value: { two: [2] } })
    keep(shelf, { key: 'key', until, value: 'é😀\n' })
    expect(find(shelf, 'key', now)).toEqual({ key: 'key', until, value: 'é😀\n' })
    expect(find(shelf, 'key', new Date(until - 1))).toBeDefined()
    expect(find(shelf, 'key', new Date(until))).toBeUndefined()
    expect(
      entries(shelf, now)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['key', 'other'])
    expect(entries(shelf, new Date(until)).map(({ key }) => key)).toEqual(['other'])
    forget(shelf, 'key')
    forget(shelf, 'never there')
    expect(entries(shelf, now).map(({ key }) => key)).toEqual(['other'])
  })

  it.each([0, 0o022, 0o077])('is 0600 in 0700 under umask %o', (umask) => {
    process.umask(umask)
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    expect(modeOf(shelf.folder)).toBe('700')
    expect(modeOf(join(shelf.folder, '..'))).toBe('700')
    expect(modeOf(pathOf(shelf, 'key'))).toBe('600')
  })

  it('makes its folder private again', () => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    chmodSync(shelf.folder, 0o755)
    // Nobody else could have put it there, so it is believed till then.
    expect(find(shelf, 'key', now)).toBeDefined()
    keep(shelf, { key: 'key', until, value: 2 })
    expect(modeOf(shelf.folder)).toBe('700')
  })
})

const text = (kept: object) => `${JSON.stringify(kept)}\n`

describe('what is no entry', () => {
  it.each([
    ['nothing', ''],
    ['half an entry', text({ key: 'key', until, value: 'x'.repeat(100) }).slice(0, 60)],
    ['zeros', '\0'.repeat(200)],
    ['{}', '{}'],
    ['an array', text([{ key: 'key', until, value: 1 }])],
    ['null', 'null'],
    ['a text', '"key"'],
    ['a number', '12'],
    ['an end that is no number', `{"key":"key","until":NaN,"value":1}`],
    ['an end that is null', text({ key: 'key', until: Number.NaN, value: 1 })],
    ['an end that is a text', text({ key: 'key', until: '2999-01-01', value: 1 })],
    ['an end below everything', '{"key":"key","until":-1e999,"value":1}'],
    ['an end that has come', text({ key: 'key', until: now.getTime(), value: 1 })],
    ['no key', text({ until, value: 1 })],
    ['the key of another', text({ key: 'other', until, value: 1 })],
    ['a key that is none', text({ key: ['key'], until, value: 1 })],
    ['something after the entry', `${text({ key: 'key', until, value: 1 })}x`],
    ['10 MB', text({ key: 'key', until, value: 'x'.repeat(10_000_000) })],
  ])('is never handed out, and replaced by the next: %s', (_, content) => {
    const shelf = newShelf()
    makePrivateFolder(shelf.folder, me)
    writeFileSync(pathOf(shelf, 'key'), content, { mode: 0o600 })
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(entries(shelf, now)).toEqual([])
    keep(shelf, { key: 'key', until, value: 'ours' })
    expect(find(shelf, 'key', now)).toMatchObject({ value: 'ours' })
  })

  it('is one that was cut at any byte', () => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    const { size } = statSync(pathOf(shelf, 'key'))
    // Without the line's end it is whole still.
    for (let length = size - 2; length >= 0; length--) {
      truncateSync(pathOf(shelf, 'key'), length)
      expect(find(shelf, 'key', now)).toBeUndefined()
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
      'a folder with something in it',
      (path) => {
        mkdirSync(path)
        writeFileSync(join(path, 'file'), 'x')
      },
    ],
  ])('is neither followed nor waited for: %s', (_, put) => {
    const shelf = newShelf()
    makePrivateFolder(shelf.folder, me)
    const aside = join(shelf.folder, '..', 'aside')
    writeFileSync(aside, 'aside')
    put(pathOf(shelf, 'key'), aside)
    const before = readFileSync(aside, 'utf8')
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(entries(shelf, now)).toEqual([])
    keep(shelf, { key: 'key', until, value: 'ours' })
    expect(find(shelf, 'key', now)).toMatchObject({ value: 'ours' })
    expect(readFileSync(aside, 'utf8')).toBe(before)
  })

  it.skipIf(me !== 0)('is what somebody else has put there', () => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    chownSync(pathOf(shelf, 'key'), nobody, nobody)
    expect(find(shelf, 'key', now)).toBeUndefined()
    keep(shelf, { key: 'key', until, value: 'ours' })
    expect(find(shelf, 'key', now)).toMatchObject({ value: 'ours' })
  })
})

describe('a folder that is not ours alone', () => {
  it.skipIf(me !== 0)('is not read and not written, when somebody else owns it', () => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    chownSync(shelf.folder, nobody, nobody)
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(entries(shelf, now)).toEqual([])
    expect(() => keep(shelf, { key: 'key', until, value: 2 })).toThrow(
      `it belongs to user ${nobody}`,
    )
  })

  it.each([0o770, 0o707, 0o1777])('is not read while its mode is %o', (mode) => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    chmodSync(shelf.folder, mode)
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(entries(shelf, now)).toEqual([])
  })

  it('is not read and not written where a link leads to it', () => {
    const shelf = newShelf()
    keep(shelf, { key: 'key', until, value: 1 })
    const linked = { ...shelf, folder: `${shelf.folder}-link` }
    symlinkSync(shelf.folder, linked.folder)
    expect(find(linked, 'key', now)).toBeUndefined()
    expect(() => keep(linked, { key: 'other', until, value: 2 })).toThrow('it is not a folder')
    expect(readdirSync(shelf.folder)).toHaveLength(1)
  })

  it('is not made where a file is in its way', () => {
    const shelf = newShelf()
    makePrivateFolder(join(shelf.folder, '..'), me)
    writeFileSync(shelf.folder, '')
    expect(find(shelf, 'key', now)).toBeUndefined()
    expect(() => keep(shelf, { key: 'key', until, value: 1 })).toThrow()
    sweep(shelf, now)
    clear(shelf)
    expect(readFileSync(shelf.folder, 'utf8')).toBe('')
  })
})

describe('clearing up', () => {
  it('removes what has ended and what a killed writer left, and nothing of others', () => {
    const shelf = newShelf()
    const [now, later] = [new Date(), (minutes: number) => new Date(Date.now() + minutes * 60_000)]
    keep(shelf, { key: 'short', until: later(1).getTime(), value: 1 })
    keep(shelf, { key: 'long', until: later(100).getTime(), value: 1 })
    const names = ['.new-half', '.new-whole', 'notes.txt']
    for (const name of names) writeFileSync(join(shelf.folder, name), '')
    utimesSync(join(shelf.folder, '.new-whole'), later(100), later(100))
    utimesSync(join(shelf.folder, 'notes.txt'), later(-9999), later(-9999))
    const left = () => readdirSync(shelf.folder).sort()
    sweep(shelf, now)
    expect(left()).toHaveLength(5)
    sweep(shelf, later(59))
    expect(left()).toEqual([...names, `${fingerprint('long')}.json`].sort())
    sweep(shelf, later(61))
    expect(left()).toEqual([`${fingerprint('long')}.json`, 'notes.txt'].sort())
    clear(shelf)
    expect(left()).toEqual(['notes.txt'])
  })

  it('looks once a minute', () => {
    const shelf = newShelf()
    const now = new Date()
    const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    keep(shelf, { key: 'key', until: now.getTime() - 1, value: 1 })
    sweep(shelf, now)
    expect(readdirSync(shelf.folder)).toEqual([])
    keep(shelf, { key: 'key', until: now.getTime() - 1, value: 1 })
    sweep(shelf, inMinutes(0.5))
    expect(readdirSync(shelf.folder)).toHaveLength(1)
    sweep(shelf, inMinutes(1))
    expect(readdirSync(shelf.folder)).toEqual([])
  })

  it('takes what is no entry along, by its name', () => {
    const shelf = newShelf()
    makePrivateFolder(shelf.folder, me)
    mkdirSync(pathOf(shelf, 'folder'))
    symlinkSync('/nonexistent', pathOf(shelf, 'link'))
    execFileSync('mkfifo', [pathOf(shelf, 'pipe')])
    clear(shelf)
    expect(readdirSync(shelf.folder)).toEqual([])
  })
})
