import {
  type BigIntStats,
  chmodSync,
  chownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

interface Entry {
  readonly path: string
  readonly kind: 'folder' | 'file' | 'link'
  /** The content of a file, or the target of a link. It is empty for a folder. */
  readonly content: Buffer | string
  /** The status of the entry when it was saved or last restored. */
  stat: BigIntStats
}

/** Saves a folder. `restore` restores its files and their times, and writes only those that differ. */
export class SavedFolder {
  readonly #folder: string
  /** A folder comes before its entries. */
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(folder: string) {
    this.#folder = folder
    const paths = [folder, ...pathsIn(folder)]
    this.#entries = new Map(paths.map((path) => [path, entryOf(path)]))
  }

  restore(): void {
    this.#removeOthers(this.#folder)
    for (const entry of this.#entries.values()) putBack(entry)
    for (const entry of [...this.#entries.values()].reverse()) {
      if (entry.kind === 'folder') setTime(entry.path, timeOf(entry.stat))
      entry.stat = lstatSync(entry.path, { bigint: true })
    }
  }

  #removeOthers(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      const saved = this.#entries.get(path)
      if (saved?.kind !== kindOf(lstatSync(path, { bigint: true })))
        rmSync(path, { recursive: true })
      else if (saved.kind === 'folder') this.#removeOthers(path)
    }
  }
}

const timeOf = ({ mtimeNs }: BigIntStats) => mtimeNs / 1000n

/** @param microseconds since 1970. Node.js takes fractional seconds and rounds them down, which 0.5 compensates. */
export function setTime(path: string, microseconds: bigint): void {
  const seconds = (Number(microseconds) + 0.5) / 1e6
  lutimesSync(path, seconds, seconds)
}

const pathsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? [path, ...pathsIn(path)] : [path]
  })

const kindOf = (stat: BigIntStats): Entry['kind'] =>
  stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'file'

function entryOf(path: string): Entry {
  const stat = lstatSync(path, { bigint: true })
  const kind = kindOf(stat)
  const content = {
    folder: () => '',
    file: () => readFileSync(path),
    link: () => readlinkSync(path),
  }
  return { path, kind, content: content[kind](), stat }
}

function putBack({ path, kind, content, stat }: Entry): void {
  const now = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (kind === 'folder') {
    if (now === undefined) mkdirSync(path)
    else if (now.mode === stat.mode && now.uid === stat.uid) return
    chmodSync(path, Number(stat.mode & 0o7777n))
    chownSync(path, Number(stat.uid), Number(stat.gid))
    return
  }
  if (now !== undefined && isSame(now, stat)) return
  rmSync(path, { force: true })
  if (kind === 'link') {
    symlinkSync(content as string, path)
  } else {
    writeFileSync(path, content)
    chmodSync(path, Number(stat.mode & 0o7777n))
  }
  setTime(path, timeOf(stat))
}

/** Compares more than the time of the last change, which can be the same after two quick changes. */
const isSame = (one: BigIntStats, other: BigIntStats): boolean =>
  (['ino', 'ctimeNs', 'mtimeNs', 'size', 'mode', 'uid', 'nlink'] as const).every(
    (key) => one[key] === other[key],
  )
