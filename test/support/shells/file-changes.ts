import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { timesIn } from '../../../src/formats/fast-path-format.ts'
import { setTime } from '../saved-folder.ts'
import type { FastPathSession } from './fast-path-session.ts'

/** The name of a change of files, and the function that makes it. */
export type Change = readonly [name: string, make: () => void]

const touch = (path: string, time = new Date()) => utimesSync(path, time, time)

const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000)

function changesOfFile({ file, time }: ReturnType<typeof timesIn>[number]): Change[] {
  return [
    [`touch ${file}`, () => touch(file)],
    [`touch -d '2 days ago' ${file}`, () => touch(file, twoDaysAgo)],
    [`two microseconds later ${file}`, () => setTime(realpathSync(file), time + 2n)],
    [`rm ${file}`, () => rmSync(file)],
    [`echo >>${file}`, () => appendFileSync(file, '\n')],
  ]
}

/** Changes of all files, folders and links on which a fast-path file depends. */
export function changesOf(text: string, home: string): Change[] {
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const isSession = ({ file }: { readonly file: string }) => file.includes('/sessions/')
  const folder = join(home, '.cache/assume/sessions')
  /** Changes the sessions of all profiles, since each profile depends only on its own session. */
  const eachSession = (make: (path: string) => void) => () => {
    for (const name of readdirSync(folder)) make(join(folder, name))
  }
  return [
    ['touch all sessions', eachSession((path) => touch(path))],
    ['rm all sessions', eachSession((path) => rmSync(path))],
    ["touch -d '2 days ago' all sessions", eachSession((path) => touch(path, twoDaysAgo))],
    ...timesIn(text).flatMap((each) => (isSession(each) ? [] : changesOfFile(each))),
    ...values('missing').flatMap((path): Change[] => [
      [`echo >${path}`, () => writeFileSync(path, '\n')],
      [`mkdir ${path}`, () => mkdirSync(path)],
      [`ln -s gone ${path}`, () => symlinkSync('gone', path)],
      [
        `an old file as ${path}`,
        () => {
          writeFileSync(path, '')
          touch(path, twoDaysAgo)
        },
      ],
    ]),
    ...values('folder')
      .filter((path) => path !== home)
      .map((path): Change => [`mv ${path} ${path}.was`, () => renameSync(path, `${path}.was`)]),
    ...values('link').map((line): Change => {
      const [link = '', real = ''] = line.split(' -> ')
      return [
        `an old copy of ${real} in its place`,
        () => {
          cpSync(real, `${real}.other`)
          renameSync(`${real}.other`, real)
          touch(link, new Date(1000))
        },
      ]
    }),
  ]
}

const numbersFrom = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Random changes as users and programs make them. Each has a different text. */
export function randomChanges(bob: FastPathSession, count: number, seed: number): Change[] {
  const random = numbersFrom(seed)
  const pick = <T>(all: readonly T[]): T => {
    const found = all[random(all.length)]
    if (found === undefined) throw new Error('there is nothing to pick')
    return found
  }
  const existing = ['.aws/config', '.aws/credentials', '.config/assume/config']
    .map((name) => bob.path(name))
    .filter((path) => existsSync(path))
  return Array.from({ length: count }, () => {
    const [name, make] = pick(kinds)
    const file = pick(existing)
    const time = BigInt(random(2_000_000_000)) * 1_000_000n + BigInt(random(1_000_000))
    const line = `# ${random(1e9)}\n`
    const change = { file, folder: dirname(file), home: bob.home.path, time, line }
    return [`${name}: ${file}, ${time}`, () => make(change)]
  })
}

interface RandomChange {
  readonly file: string
  readonly folder: string
  readonly home: string
  /** In microseconds since 1970. */
  readonly time: bigint
  readonly line: string
}

/** The text of the file with one more line. */
const another = ({ file, line }: RandomChange) => `${readFileSync(file, 'utf8')}${line}`

/** Creates another file with this text. */
function makeOther(change: RandomChange): string {
  const other = join(change.home, 'other')
  writeFileSync(other, another(change))
  return other
}

function makeOlder(change: RandomChange): string {
  const other = makeOther(change)
  setTime(other, change.time)
  return other
}

/** Renames the folder, and creates a copy in which the file has another text and time. */
function makeOlderFolder({ file, folder, home, time }: RandomChange): string {
  const elsewhere = join(home, 'elsewhere')
  cpSync(folder, elsewhere, { recursive: true, dereference: true, preserveTimestamps: true })
  appendFileSync(join(elsewhere, basename(file)), '# x\n')
  setTime(join(elsewhere, basename(file)), time)
  renameSync(folder, join(home, 'was'))
  return elsewhere
}

function replaceBy(put: (other: string, file: string) => void) {
  return (change: RandomChange) => {
    const other = makeOlder(change)
    rmSync(change.file)
    put(other, change.file)
  }
}

const kinds: readonly (readonly [name: string, make: (change: RandomChange) => void])[] = [
  ['a line more', ({ file, line }) => appendFileSync(file, line)],
  ['another text', (change) => writeFileSync(change.file, another(change))],
  ['another file in its place', (change) => renameSync(makeOther(change), change.file)],
  ['an older file in its place', (change) => renameSync(makeOlder(change), change.file)],
  [
    'another text and an older time',
    (change) => {
      writeFileSync(change.file, another(change))
      setTime(realpathSync(change.file), change.time)
    },
  ],
  ['another time', ({ file, time }) => setTime(realpathSync(file), time)],
  ['a link to an older file', replaceBy(symlinkSync)],
  ['a hard link to an older file', replaceBy(linkSync)],
  ['removed', ({ file }) => rmSync(file)],
  ['moved', ({ file }) => renameSync(file, `${file}.was`)],
  [
    'a folder in its place',
    ({ file }) => {
      rmSync(file)
      mkdirSync(file)
    },
  ],
  [
    'a link to nothing',
    ({ file }) => {
      rmSync(file)
      symlinkSync('gone', file)
    },
  ],
  ['its folder moved', ({ folder, home }) => renameSync(folder, join(home, 'was'))],
  ['another folder', (change) => renameSync(makeOlderFolder(change), change.folder)],
  ['a link to another folder', (change) => symlinkSync(makeOlderFolder(change), change.folder)],
]
