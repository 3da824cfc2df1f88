import {
  chmodSync,
  chownSync,
  cpSync,
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
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { keysOf, temporaryHome } from '../../support/home.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'

/** A copy of assume as npm installs it, without compiled code. */
let installed: string

beforeAll(() => {
  installed = join(mkdtempSync(join(tmpdir(), 'assume-installed-')), 'dist')
  cpSync(dirname(program), installed, {
    recursive: true,
    filter: (path) => !path.endsWith('.cache'),
  })
})
afterAll(() => rmSync(dirname(installed), { recursive: true, force: true }))

/** Node.js loads this before assume. It records each bundle, and whether V8 accepted compiled code for it. */
const recorder = `
const loaded = new Set(process.moduleLoadList)
const vm = require('node:vm')
const lines = []
vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options)
    lines.push(\`bundle \${options.filename} \${this.cachedDataRejected === false}\`)
  }
}
process.on('exit', () => {
  for (const name of process.moduleLoadList) if (!loaded.has(name)) lines.push(\`builtin \${name}\`)
  require('node:fs').writeFileSync(process.env.RECORD, lines.join('\\n'))
})
`

const role = ['Bob', noMfaRole.name]

function user() {
  const files = { '.aws/credentials': keysOf(bob), 'recorder.cjs': recorder }
  const { path: home, env } = temporaryHome(files, aws)
  const folder = join(home, '.cache/assume/code')
  const run = async (
    words: readonly string[] = role,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const { stdout, stderr, exitCode } = await runProgram(
      [
        process.execPath,
        '--require',
        join(home, 'recorder.cjs'),
        join(installed, 'bin.js'),
        ...words,
      ],
      { env: { PATH: process.env.PATH ?? '', ...env, RECORD: join(home, 'record'), ...more } },
    )
    const lines = readFileSync(more.RECORD ?? join(home, 'record'), 'utf8').split('\n')
    const of = (kind: string) =>
      lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length + 1))
    return { stdout, stderr, exitCode, bundles: of('bundle'), builtins: of('builtin') }
  }
  const fileOf = (bundle: string) => {
    const name = readdirSync(folder).find((each) => each.endsWith(`.${bundle}`))
    return join(folder, name ?? `there is no ${bundle}`)
  }
  return { home, env, folder, run, fileOf }
}

/** The cache folder after two runs, which all tests can copy. */
let caches: string | undefined

/** A user with saved compiled code and a cached session. */
async function experienced() {
  const all = user()
  const own = join(all.home, '.cache')
  if (caches === undefined) {
    await all.run()
    await all.run()
    caches = join(dirname(installed), 'caches')
    cpSync(own, caches, asItIs)
  } else cpSync(caches, own, asItIs)
  return all
}

const asItIs = { recursive: true, preserveTimestamps: true }

const isRight = {
  exitCode: 0,
  stderr: '',
  stdout: expect.stringMatching(/AWS_ACCESS_KEY_ID='ASIA/),
}

describe('a cached session', () => {
  it('loads one bundle and few modules of Node.js', async () => {
    const { run } = await experienced()
    const { bundles, builtins, ...others } = await run()
    expect(others).toMatchObject(isRight)
    expect(bundles).toEqual(['main.js true'])
    expect(builtins.filter((name) => name.startsWith('NativeModule'))).toEqual([
      'NativeModule vm',
      'NativeModule os',
      'NativeModule internal/abort_controller',
    ])
  })
})

describe('compiled code', () => {
  it('is saved by the first run, and used by the second', async () => {
    const { run, folder } = user()
    const first = await run()
    expect(first).toMatchObject(isRight)
    expect(first.bundles.filter((line) => line.endsWith(' true'))).toEqual([])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(
      first.bundles.map(() => 0o600),
    )
    const second = await run([...role, '--refresh'])
    expect(second).toMatchObject(isRight)
    const isCompiled = new Set(first.bundles.map((line) => line.replace(' false', ' true')))
    expect(second.bundles).toEqual(expect.arrayContaining([...isCompiled]))
  })

  it('of main.js is not saved by assume --version', async () => {
    const { run, folder } = user()
    await run(['--version'])
    expect(existsSync(folder)).toBe(false)
  })

  it('of other builds and versions is removed after a month', async () => {
    const { run, folder } = user()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const names = ['v18.0.0-x64-0.main.js', 'v20.0.0-x64-0.main.js']
    for (const name of names) writeFileSync(join(folder, name), '', { mode: 0o600 })
    const old = Date.now() / 1000 - 31 * 24 * 60 * 60
    utimesSync(join(folder, 'v18.0.0-x64-0.main.js'), old, old)
    await run()
    expect(readdirSync(folder)).not.toContain(names[0])
    expect(readdirSync(folder)).toContain(names[1])
  })

  it.each<[string, (code: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (code) => code.subarray(0, code.length - 1000)],
    ['zero at its end, as after a power failure', (code) => code.fill(0, code.length / 2)],
    ['that of another program', () => Buffer.from('end of assume code')],
  ])('that is %s is not used', async (_, change) => {
    const { run, fileOf } = await experienced()
    const path = fileOf('main.js')
    writeFileSync(path, change(readFileSync(path)))
    const { bundles, ...others } = await run()
    expect(others).toMatchObject(isRight)
    expect(bundles).toEqual(['main.js false'])
  })

  it('of another version of Node.js is not used', async () => {
    const { run, fileOf, folder } = await experienced()
    const path = fileOf('main.js')
    const other = path.replace(process.version, 'v20.0.0')
    cpSync(path, other)
    rmSync(path)
    const { bundles, ...others } = await run()
    expect(others).toMatchObject(isRight)
    expect(bundles).toEqual(['main.js false'])
    expect(readdirSync(folder).filter((name) => name.endsWith('main.js'))).toHaveLength(2)
  })

  it('is complete after 8 first runs at the same time', async () => {
    const { run, folder, fileOf, home } = user()
    const runs = Array.from({ length: 8 }, (_, index) =>
      run(role, { RECORD: join(home, `record-${index}`) }),
    )
    for (const ended of await Promise.all(runs)) expect(ended).toMatchObject(isRight)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    expect(readFileSync(fileOf('main.js'), 'latin1')).toMatch(/end of assume code$/)
    const { bundles, ...others } = await run()
    expect(others).toMatchObject(isRight)
    expect(bundles).toEqual(['main.js true'])
  })
})

/** Code that V8 accepts as that of main.js, because V8 compares only the length of the source. */
async function foreignCode(): Promise<Buffer> {
  const path = join(dirname(installed), 'foreign')
  const script = `
    const { readFileSync, writeFileSync } = require('node:fs')
    const { Script } = require('node:vm')
    const { length } = readFileSync(process.argv[1])
    const code = '(function(exports,require){require("node:fs").writeSync(1, "FOREIGN");process.exit(0)'
    const script = new Script(code.padEnd(length - 2) + '})', { filename: 'main.js' })
    script.runInThisContext()
    writeFileSync(process.argv[2], Buffer.concat([script.createCachedData(), Buffer.from('end of assume code')]))`
  const command = [process.execPath, '-e', script, join(installed, 'main.js'), path]
  expect(await runProgram(command, { env: {} })).toMatchObject({ exitCode: 0 })
  return readFileSync(path)
}

let foreign: Promise<Buffer> | undefined

/** A user whose cache contains foreign code for main.js. */
async function attacked() {
  const all = await experienced()
  foreign ??= foreignCode()
  writeFileSync(all.fileOf('main.js'), await foreign)
  return all
}

describe('foreign code', () => {
  it('runs if it replaces the compiled code in the folder of the user', async () => {
    const { run } = await attacked()
    expect(await run()).toMatchObject({ stdout: 'FOREIGN' })
  })

  const another = 65_432
  it.each<[string, (paths: { folder: string; file: string }) => void]>([
    ['in a file that others can write', ({ file }) => chmodSync(file, 0o620)],
    ['in a folder that others can enter', ({ folder }) => chmodSync(folder, 0o710)],
    [
      'behind a link',
      ({ file }) => {
        cpSync(file, `${file}.real`)
        rmSync(file)
        symlinkSync(`${file}.real`, file)
      },
    ],
    [
      'in a folder behind a link',
      ({ folder }) => {
        cpSync(folder, `${folder}.real`, { recursive: true })
        chmodSync(`${folder}.real`, 0o700)
        rmSync(folder, { recursive: true })
        symlinkSync(`${folder}.real`, folder)
      },
    ],
  ])('%s does not run', async (_, change) => {
    const { run, fileOf, folder } = await attacked()
    change({ folder, file: fileOf('main.js') })
    expect(await run()).toMatchObject(isRight)
  })

  it
    .runIf(process.getuid?.() === 0)
    .each<[string, (paths: { folder: string; file: string }) => string]>([
      ['file', ({ file }) => file],
      ['folder', ({ folder }) => folder],
    ])('in the %s of another user does not run', async (_, which) => {
    const { run, fileOf, folder } = await attacked()
    chownSync(which({ folder, file: fileOf('main.js') }), another, another)
    expect(await run()).toMatchObject(isRight)
  })

  it('in the folder that XDG_CACHE_HOME names does not run', async () => {
    const { run, home, folder } = await attacked()
    cpSync(join(home, '.cache'), join(home, 'project/cache'), { recursive: true })
    rmSync(folder, { recursive: true })
    const ended = await run(role, { XDG_CACHE_HOME: join(home, 'project/cache') })
    expect(ended).toMatchObject(isRight)
  })
})

describe('without a folder for compiled code', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['HOME that is a file', { HOME: '/dev/null' }],
    ['HOME that is relative', { HOME: 'home' }],
    ['HOME that is empty', { HOME: '' }],
  ])('with a %s, assume works', async (_, more) => {
    const { run, env, home } = user()
    const files = { AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials') }
    const { exitCode, stdout } = await run(role, {
      ...files,
      XDG_CACHE_HOME: join(home, 'cache'),
      ...env,
      ...more,
    })
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: isRight.stdout })
  })

  it('on a full disk, assume works and leaves no incomplete file', async () => {
    const { env, folder } = user()
    // No file may become larger than 20 blocks.
    const limited = ['sh', '-c', 'ulimit -f 20; exec "$@"', 'sh', process.execPath]
    const { stdout, exitCode } = await runProgram(
      [...limited, join(installed, 'bin.js'), ...role],
      {
        env: { PATH: process.env.PATH ?? '', ...env },
      },
    )
    expect({ stdout, exitCode }).toMatchObject({ exitCode: 0, stdout: isRight.stdout })
    expect(readdirSync(folder).filter((name) => name.includes('main.js'))).toEqual([])
  })
})
