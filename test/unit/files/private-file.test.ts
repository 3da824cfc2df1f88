import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPrivate, writePrivate, writePrivateDurably } from '../../../src/files/private-file.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

const me = process.getuid?.()
const nobody = 65_534

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.each([
  ['writePrivate', writePrivate],
  ['writePrivateDurably', writePrivateDurably],
])('a file that %s writes', (_, write) => {
  const mask = process.umask()
  beforeEach(() => void process.umask(0))
  afterEach(() => void process.umask(mask))

  it('is readable only by its owner, under any umask', () => {
    const path = join(temporaryFolder(), 'file')
    for (const umask of [0, 0o022, 0o777]) {
      process.umask(umask)
      write(path, `é😀\n${umask}`)
      expect(readPrivate(path, me)).toBe(`é😀\n${umask}`)
      expect(modeOf(path)).toBe('600')
    }
  })

  it('is created atomically, without a temporary file, and with the given time', () => {
    const folder = temporaryFolder()
    const ends = new Date('2031-02-03T04:05:06Z')
    write(join(folder, 'file'), 'x'.repeat(500_000), ends)
    expect(readdirSync(folder)).toEqual(['file'])
    expect(statSync(join(folder, 'file')).mtime).toEqual(ends)
  })

  it('leaves no temporary file if it cannot replace the target', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'file'))
    expect(() => write(join(folder, 'file'), 'x')).toThrow(/EISDIR|EEXIST|ENOTEMPTY/)
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it.skipIf(!existsSync('/proc/self/fd'))('keeps no file open', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'folder'))
    const opened = () => readdirSync('/proc/self/fd').length
    const before = opened()
    for (let times = 0; times < 20; times++) {
      write(join(folder, 'file'), 'x')
      expect(() => write(join(folder, 'folder'), 'x')).toThrow()
    }
    expect(opened()).toBeLessThan(before + 20)
  })
})

/** Files at the path that assume must not read. */
const impostors: readonly (readonly [string, (path: string, aside: string) => void])[] = [
  [
    'a link to a private file',
    (path, aside) => {
      writeFileSync(aside, 'secret', { mode: 0o600 })
      symlinkSync(aside, path)
    },
  ],
  ['a broken link', (path) => symlinkSync('/nonexistent/file', path)],
  ['a link to itself', (path) => symlinkSync(path, path)],
  ['a link to an endless device', (path) => symlinkSync('/dev/zero', path)],
  ['a pipe without a writer', (path) => void execFileSync('mkfifo', ['-m', '600', path])],
  ['a file of 10 MB', (path) => writeFileSync(path, 'x'.repeat(10_000_000), { mode: 0o600 })],
  [
    'a file that others can read',
    (path) => {
      writeFileSync(path, 'x')
      chmodSync(path, 0o640)
    },
  ],
  [
    'a file that others can write',
    (path) => {
      writeFileSync(path, 'x')
      chmodSync(path, 0o602)
    },
  ],
]

describe('a file is neither read nor followed if it', () => {
  it.each(impostors)('is %s; the next write replaces it', (_, put) => {
    const folder = temporaryFolder()
    const [path, aside] = [join(folder, 'file'), join(folder, 'aside')]
    put(path, aside)
    expect(readPrivate(path, me)).toBeUndefined()
    writePrivate(path, 'ours')
    expect(readPrivate(path, me)).toBe('ours')
    expect(modeOf(path)).toBe('600')
    const others = readdirSync(folder).filter((name) => name !== 'file')
    for (const name of others) expect(readFileSync(join(folder, name), 'utf8')).toBe('secret')
  })

  it('is a folder', () => {
    expect(readPrivate(temporaryFolder(), me)).toBeUndefined()
  })

  it.skipIf(me !== 0)('is a file of another user', () => {
    const path = join(temporaryFolder(), 'file')
    writePrivate(path, 'theirs')
    chownSync(path, nobody, nobody)
    expect(readPrivate(path, me)).toBeUndefined()
    writePrivate(path, 'ours')
    expect(readPrivate(path, me)).toBe('ours')
    expect(statSync(path).uid).toBe(me)
  })

  it('is a file of the current user, if another user is expected', () => {
    const path = join(temporaryFolder(), 'file')
    writePrivate(path, 'ours')
    expect(readPrivate(path, nobody)).toBeUndefined()
    // Without file owners in the system there is nothing to verify.
    expect(readPrivate(path, undefined)).toBe('ours')
  })
})
