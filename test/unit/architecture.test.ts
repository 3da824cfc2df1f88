import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The import rule: a room imports from its own tier or from one further down this list. */
const tiers = [
  ['launcher', 'bin', 'cli', 'commands', 'view'],
  ['setup', 'each', 'doctor'],
  ['session', 'diagnosis', 'fast-path'],
  ['sso', 'aws-login', 'aws-cli', 'aws-api', 'sources'],
  ['cache'],
  ['plan', 'iam'],
  ['config', 'formats', 'shells', 'network', 'files', 'programs', 'browser', 'terminal', 'writer'],
  ['model'],
]

/** The demo lies beside the tiers, and all that it needs is in the package aws-stand-in. */
const demo = { importedBy: ['commands', 'demo'], imports: ['demo'] }

/** Folders and files that decide and never do. */
const pure = /^(iam|plan|formats|shells|model)\/|^config\/parse\/parse\.ts$/

/** Ways past the writer. A program that we start has streams of its own, which are only read. */
const directWrites = /\bstd(out|err)\)?[?!]?\.write\b|\bwrite(v)?(Sync)?\(\s*[12]\b/g

const registries = [
  'commands/index.ts',
  'doctor/index.ts',
  'sources/index.ts',
  'formats/index.ts',
  'shells/index.ts',
]

interface Import {
  /** `model/errors.ts`, or a package: `node:fs`. */
  readonly target: string
  readonly ours: boolean
  readonly typeOnly: boolean
  /** `export … from` imports as well; `call`: `import()`. */
  readonly by: 'import' | 'export' | 'call'
}

interface SourceFile {
  /** From `src`, with `/`. */
  readonly path: string
  /** The text without its comments. */
  readonly text: string
  /** The text without its comments and strings. */
  readonly code: string
  readonly imports: readonly Import[]
}

// Biome's format makes them easy to read: each begins its line, and has single quotes.
const importStatements = [
  { by: 'import', pattern: /^import (?<type>type )?(?:[^'"]*? from )?'(?<from>[^']+)'/gm },
  {
    by: 'export',
    pattern: /^export (?<type>type )?(?:\*(?: as \w+)?|\{[^}]*\}) from '(?<from>[^']+)'/gm,
  },
  { by: 'call', pattern: /(?<type>\btypeof )?\bimport\('(?<from>[^']+)'\)/g },
] as const

const src = join(import.meta.dirname, '../../src')
const names = readdirSync(src, { recursive: true, encoding: 'utf8' })
const files = names
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(path.replaceAll('\\', '/')))

describe('the files of src', () => {
  it('are all found, with every import in them', () => {
    // Node starts the launcher, which starts bin.ts.
    expect(names.filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith('.ts'))).toEqual([
      'launcher/launcher.cjs',
    ])
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['bin.ts', 'cli.ts', 'config/parse/parse.ts']))
    expect(paths).toEqual(expect.arrayContaining(registries))
    const unread = files.filter(
      ({ code, imports }) =>
        (code.match(/\bimport\b(?!\.meta)/g) ?? []).length !==
        imports.filter(({ by }) => by !== 'export').length,
    )
    expect(unread.map(({ path }) => path)).toEqual([])
  })

  it('are in a folder that belongs to a tier', () => {
    const places = [...tiers.flat(), 'demo']
    expect(
      complaints(({ path }) => (places.includes(placeOf(path)) ? [] : ['has no place'])),
    ).toEqual([])
  })

  it('import the AWS stand-in only in the demo', () => {
    const usesStandIn = ({ path, imports }: SourceFile) =>
      placeOf(path) !== 'demo' && imports.some(({ target }) => target === 'aws-stand-in')
        ? ['imports aws-stand-in']
        : []
    expect(files.filter(({ path }) => placeOf(path) === 'demo')).not.toEqual([])
    expect(complaints(usesStandIn)).toEqual([])
  })

  it('import only from their own tier or a lower one, type imports included', () => {
    const stray = ({ path, imports }: SourceFile) =>
      imports
        .filter(({ ours, target }) => ours && !mayImport(placeOf(path), placeOf(target)))
        .map(({ target }) => `imports ${target}`)
    expect(complaints(stray)).toEqual([])
  })

  it('import one another in no circle, types included', () => {
    expect(circles().map((circle) => circle.join(' -> '))).toEqual([])
  })

  it('are at most 25 in a folder', () => {
    const folders = files.map(({ path }) => posix.dirname(path))
    const crowded = [...new Set(folders)].filter(
      (folder) => folders.filter((each) => each === folder).length > 25,
    )
    expect(crowded).toEqual([])
  })

  it('that are pure import only types from packages', () => {
    const impure = ({ path, imports }: SourceFile) =>
      pure.test(path)
        ? imports
            .filter(({ ours, typeOnly }) => !ours && !typeOnly)
            .map(({ target }) => `imports ${target}`)
        : []
    expect(complaints(impure)).toEqual([])
  })

  it('that use the AWS SDK are bundles of their own, so that only a call to AWS loads the SDK', () => {
    const usesSdk = ({ path, imports }: SourceFile) =>
      placeOf(path) !== 'demo' &&
      imports.some(({ target, typeOnly }) => /^@(aws-sdk|smithy)\//.test(target) && !typeOnly)
    const sdkFiles = files.filter(usesSdk)
    expect(sdkFiles).not.toEqual([])
    const paths = sdkFiles.map(({ path }) => path)
    const loaders = ({ path, imports }: SourceFile) =>
      imports
        .filter(({ target, by, typeOnly }) => paths.includes(target) && !typeOnly && by !== 'call')
        .filter(() => !paths.includes(path))
        .map(({ target }) => `imports ${target}, where import() would do`)
    expect(complaints(loaders)).toEqual([])
  })

  it('in the main bundle import no package except the parser of the command line', () => {
    const loaded = mainBundle().flatMap(({ path, imports }) =>
      imports
        .filter(({ ours, typeOnly, target, by }) => {
          const isPackage = !ours && !typeOnly && by !== 'call'
          return isPackage && !target.startsWith('node:') && target !== 'clipanion'
        })
        .map(({ target }) => `src/${path}: imports ${target}, where import() would do`),
    )
    expect(mainBundle().map(({ path }) => path)).toContain('commands/target.ts')
    expect(loaded).toEqual([])
  })

  it('that start a program are two: one hands its streams over, and one collects the output', () => {
    const starts = files.filter(({ imports }) =>
      imports.some(
        ({ target, typeOnly }) => !typeOnly && /^(node:child_process|execa)$/.test(target),
      ),
    )
    expect(starts.map(({ path }) => path).sort()).toEqual([
      // It reads the time at which a process started from ps, synchronously, where there is no /proc.
      'files/this-process.ts',
      'programs/collect-output.ts',
      'programs/start-program.ts',
    ])
  })

  it('that open a TLS connection verify its certificate', () => {
    const opensTls = ({ imports }: SourceFile) =>
      imports.some(
        ({ target, typeOnly }) =>
          !typeOnly && /^((node:)?(https|tls|http2)|https-proxy-agent)$/.test(target),
      )
    // They load certificates, and open no connection.
    const certificates = ['network/system-certificates.ts', 'network/extra-certificates.ts']
    const openers = files.filter(
      (file) =>
        placeOf(file.path) !== 'demo' && !certificates.includes(file.path) && opensTls(file),
    )
    const paths = openers.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        'network/agent.ts',
        'aws-api/client/run-state.ts',
        'doctor/probe-sts.ts',
      ]),
    )
    const careless = ({ path, code }: SourceFile) => [
      ...(paths.includes(path) && !/(\.\.\.|: )verified\b/.test(code)
        ? ['opens a TLS connection without network/verified.ts']
        : []),
      ...(/\brejectUnauthorized\b/.test(code) && path !== 'network/verified.ts'
        ? ['decides by itself what is verified']
        : []),
    ]
    expect(complaints(careless)).toEqual([])
  })

  it('limit a time only with model/time-limit.ts, since Node.js 20 frees other limits', () => {
    const limiting = ({ path, code }: SourceFile) =>
      path !== 'model/time-limit.ts' && code.includes('AbortSignal.timeout')
        ? ['calls AbortSignal.timeout']
        : []
    expect(complaints(limiting)).toEqual([])
  })

  it('never name process, except bin.ts', () => {
    const reaching = ({ path, code, imports }: SourceFile) =>
      path === 'bin.ts'
        ? []
        : [
            ...(code.match(/(?<![.\w$])(process|globalThis)\b(?!\s*:)/g) ?? []),
            ...imports
              .map(({ target }) => target)
              .filter((target) => /^(node:)?process$/.test(target)),
          ].map((name) => `names ${name}`)
    expect(complaints(reaching)).toEqual([])
  })

  it('access the terminal only through Context.terminal', () => {
    const opening = ({ path, text }: SourceFile) =>
      path === 'terminal/controlling-terminal.ts' || !text.includes('/dev/tty')
        ? []
        : ['names /dev/tty']
    expect(complaints(opening)).toEqual([])
  })

  it('write to stdout and stderr only through the writer', () => {
    const writing = ({ path, code }: SourceFile) =>
      placeOf(path) === 'writer'
        ? []
        : (code.match(directWrites) ?? []).map((found) => `has ${found}`)
    expect(complaints(writing)).toEqual([])
  })

  it('do not re-export other files, except the registries', () => {
    const barrel = ({ path, imports }: SourceFile) =>
      registries.includes(path)
        ? []
        : [
            ...(path.endsWith('/index.ts') ? ['is an index'] : []),
            ...imports
              .filter(({ by }) => by === 'export')
              .map(({ target }) => `exports what is in ${target}`),
          ]
    expect(complaints(barrel)).toEqual([])
  })
})

/** Each complaint with the file it is about: `src/plan/plan.ts: imports node:fs`. */
function complaints(about: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => about(file).map((complaint) => `src/${file.path}: ${complaint}`))
}

/** The room: the folder right below src, or the name of a file that lies there itself. */
function placeOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? ''
}

/** The files that each run loads: everything that bin.ts imports without `import()`. */
function mainBundle(): SourceFile[] {
  const found = new Set<SourceFile>()
  const visit = (path: string): void => {
    const file = files.find((each) => each.path === path)
    if (!file || found.has(file)) return
    found.add(file)
    for (const { target, typeOnly, by } of file.imports) {
      if (!typeOnly && by !== 'call') visit(target)
    }
  }
  visit('bin.ts')
  return [...found]
}

/** Each file that imports itself through others, with the way back to it: `a.ts -> b.ts -> a.ts`. */
function circles(): string[][] {
  const found: string[][] = []
  const isDone = new Set<string>()
  const importsOf = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ ours }) => ours).map(({ target }) => target),
    ]),
  )
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path])
    if (way.includes(path) || isDone.has(path)) return
    for (const target of importsOf.get(path) ?? []) visit(target, [...way, path])
    isDone.add(path)
  }
  for (const { path } of files) visit(path, [])
  return found
}

function mayImport(from: string, to: string): boolean {
  if (from === 'demo') return demo.imports.includes(to)
  if (to === 'demo') return demo.importedBy.includes(from)
  return tierOf(from) <= tierOf(to)
}

const tierOf = (room: string) => tiers.findIndex((rooms) => rooms.includes(room))

function read(path: string): SourceFile {
  const commentOrString = /\/\*[\s\S]*?\*\/|\/\/.*|(['"])(?:\\.|(?!\1)[^\\\n])*\1/g
  const text = readFileSync(join(src, path), 'utf8').replace(commentOrString, (found, quote) =>
    quote ? found : '',
  )
  return { path, text, code: text.replace(commentOrString, ''), imports: importsIn(path, text) }
}

function importsIn(path: string, text: string): Import[] {
  return importStatements.flatMap(({ by, pattern }) =>
    [...text.matchAll(pattern)].map(({ groups = {} }) => {
      const from = groups.from ?? ''
      const ours = from.startsWith('.')
      const target = ours ? posix.join(posix.dirname(path), from) : from
      return { target, ours, typeOnly: groups.type !== undefined, by }
    }),
  )
}
