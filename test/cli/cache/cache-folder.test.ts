import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import {
  cacheFolderOf,
  leftovers,
  modeOf,
  readEntry,
  sessionFiles,
} from '../../support/cache-files.ts'
import { program } from '../../support/program.ts'
import { TestAws } from '../../support/test-aws.ts'

const words = ['Bob', noMfaRole.name]

const settings = (text: string) => TestAws.open({ files: { '.config/assume/config': `${text}\n` } })

const file = '~/.config/assume/config'

/** The folders of locks, sessions and the requests of shells, and a file that counts the uses of targets. */
const cached = ['locks', 'sessions', 'shells', 'used']

describe('sessions are cached in', () => {
  it.each([
    ['~/.cache/assume', '.cache/assume', {}],
    ['~/.cache/assume, when XDG_CACHE_HOME is empty', '.cache/assume', { XDG_CACHE_HOME: '' }],
    ['~/.cache/assume, when XDG_CACHE_HOME is relative', '.cache/assume', { XDG_CACHE_HOME: 'x' }],
  ])('%s', async (_, folder, env: Record<string, string>) => {
    const testAws = await TestAws.open()
    await testAws.assume(words, { env, cwd: testAws.home.path })
    expect(readdirSync(join(testAws.home.path, folder)).sort()).toEqual(cached)
    expect((await testAws.assume(words, { env, cwd: testAws.home.path })).calls).toEqual([])
    expect(readdirSync(testAws.home.path).sort()).toEqual(['.aws', '.cache'])
  })

  it('$XDG_CACHE_HOME/assume', async () => {
    const testAws = await TestAws.open()
    const env = { XDG_CACHE_HOME: join(testAws.home.path, 'xdg') }
    await testAws.session(words, { env })
    expect(modeOf(join(testAws.home.path, 'xdg/assume/sessions'))).toBe('700')
    expect((await testAws.session(words, { env })).calls).toEqual([])
    expect(existsSync(join(testAws.home.path, '.cache'))).toBe(false)
    expect((await testAws.session(words)).calls).toHaveLength(1)
  })

  it('the folder of the setting cache_dir, which overrides XDG_CACHE_HOME', async () => {
    const testAws = await settings('cache_dir = ~/cached')
    const env = { XDG_CACHE_HOME: join(testAws.home.path, 'xdg') }
    await testAws.session(words, { env })
    expect(readdirSync(join(testAws.home.path, 'cached/sessions'))).toHaveLength(1)
    expect((await testAws.session(words)).calls).toEqual([])
    expect(existsSync(join(testAws.home.path, 'xdg'))).toBe(false)
  })

  it.each(['cached', './cached', '~bob/cached', '$HOME/cached'])(
    'a folder with a full path: cache_dir = %s is refused',
    async (folder) => {
      const testAws = await settings(`cache_dir = ${folder}`)
      expect(await testAws.assume(words, { cwd: testAws.home.path })).toEqual({
        stdout: '(exit 1);\n',
        stderr: `assume: ${file}:1, cache_dir: "${folder}" is not a full path\n  hint: write /PATH, or ~/PATH\n`,
        exitCode: 1,
        calls: [],
      })
    },
  )
})

describe('cache = off', () => {
  it('writes no session to disk, and each run calls AWS', async () => {
    const testAws = await settings('cache = off')
    const { session } = await testAws.session(words)
    const again = await testAws.session(words)
    expect(again.calls).toHaveLength(1)
    expect(again.session.AccessKeyId).not.toBe(session.AccessKeyId)
    expect(existsSync(join(cacheFolderOf(testAws.home), 'sessions'))).toBe(false)
  })

  it('does not read a cached session', async () => {
    const testAws = await TestAws.open()
    await testAws.session(words)
    const config = join(testAws.home.path, '.config/assume')
    mkdirSync(config, { recursive: true })
    writeFileSync(join(config, 'config'), 'cache = off\n')
    expect((await testAws.session(words)).calls).toHaveLength(1)
  })

  it('sends the MFA code with AssumeRole, and says why', async () => {
    const testAws = await settings('cache = off')
    const { calls, stderr } = await testAws.session(['Bob', demoRole.name, '123456'])
    expect(calls).toMatchObject([{ action: 'AssumeRole', TokenCode: '123456' }])
    expect(stderr).toBe(
      'assume: the code goes to the role itself: the setting "cache" is off, so none would be cached\n',
    )
  })

  it.each(['no', 'OFF', '0'])('has no other spelling: cache = %s is refused', async (value) => {
    const testAws = await settings(`cache = ${value}`)
    expect(await testAws.assume(words)).toEqual({
      stdout: '(exit 1);\n',
      stderr: `assume: ${file}:1, cache: "${value}" is neither on nor off\n`,
      exitCode: 1,
      calls: [],
    })
  })
})

describe('assume prints the session and warns that it cannot be cached because of', () => {
  const warning = (folder: string, why: string) =>
    `assume: warning: the session cannot be cached in ${folder}: ${why}\n`

  it('a cache folder that cannot be created', async () => {
    const testAws = await settings('cache_dir = /proc/self/assume')
    const { stderr } = await testAws.session(words)
    expect(stderr).toMatch(
      /^assume: warning: the session cannot be cached in \/proc\/self\/assume\/sessions: E[A-Z]+\n$/,
    )
  })

  it('a file in the place of the cache folder', async () => {
    const testAws = await settings('cache_dir = ~/cached')
    const cached = join(testAws.home.path, 'cached')
    writeFileSync(cached, 'mine')
    const { stderr } = await testAws.session(words)
    expect(stderr).toBe(warning(`${cached}/sessions`, 'ENOTDIR'))
    expect(readFileSync(cached, 'utf8')).toBe('mine')
  })

  it('a link in the place of the sessions folder', async () => {
    const testAws = await TestAws.open()
    const elsewhere = join(testAws.home.path, 'elsewhere')
    mkdirSync(elsewhere, { mode: 0o700 })
    mkdirSync(cacheFolderOf(testAws.home), { recursive: true })
    const folder = join(cacheFolderOf(testAws.home), 'sessions')
    symlinkSync(elsewhere, folder)
    const { stderr } = await testAws.session(words)
    expect(stderr).toBe(warning(folder, 'it is not a folder'))
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it.skipIf(process.getuid?.() !== 0)('a sessions folder of another user', async () => {
    const testAws = await TestAws.open()
    const folder = join(cacheFolderOf(testAws.home), 'sessions')
    await testAws.session(words)
    chownSync(folder, 65_534, 65_534)
    const { stderr, calls } = await testAws.session(words)
    expect(stderr).toBe(warning(folder, 'it belongs to user 65534'))
    expect(calls).toHaveLength(1)
  })

  it('a limit of 0 bytes for files', async () => {
    const testAws = await TestAws.open()
    const limited = 'ulimit -f 0; exec "$@"'
    const { stdout, stderr, exitCode } = await execa(
      'sh',
      ['-c', limited, 'sh', process.execPath, program, ...words],
      { env: { ...testAws.home.env }, extendEnv: false, reject: false, detached: true, input: '' },
    )
    const folder = join(cacheFolderOf(testAws.home), 'sessions')
    expect({ stderr, exitCode }).toEqual({
      stderr: warning(folder, 'EFBIG').trimEnd(),
      exitCode: 0,
    })
    expect(stdout).toContain('AWS_ACCESS_KEY_ID')
    expect(readdirSync(folder)).toEqual([])
    expect(leftovers(testAws.home)).toEqual([])
  })
})

type Put = (path: string, aside: string) => void

/** What can be in the place of a session file. `aside` is a copy of the valid session file. */
const impostors: Readonly<Record<string, Put>> = {
  'a link to a session': (path, aside) => {
    rmSync(path)
    symlinkSync(aside, path)
  },
  'a pipe': (path) => {
    rmSync(path)
    execFileSync('mkfifo', ['-m', '600', path])
  },
  'a folder': (path) => {
    rmSync(path)
    mkdirSync(join(path, 'deep'), { recursive: true })
  },
  'half a session': (path) => truncateSync(path, 200),
  nothing: (path) => truncateSync(path, 0),
  '{}': (path) => writeFileSync(path, '{}'),
  'an array': (path) => writeFileSync(path, `[${readFileSync(path, 'utf8')}]`),
  'a session that never ends': changed('until', Number.MAX_VALUE),
  // assume accepts sessions of up to a year, because stores other than AWS may allow more than AWS.
  'a session that ends in 400 days': changed('until', Date.now() + 400 * 86_400_000),
  'a session that ends at NaN': (path) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"until":\d+/, '"until":NaN')),
  'a session that ends at 1e400': (path) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"until":\d+/, '"until":1e400')),
  'the session of another role': (path) =>
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(noMfaRole.name, demoRole.name)),
  'no secret': inValue('secretAccessKey', undefined),
  'an empty token': inValue('sessionToken', ''),
  'a number for a key id': inValue('accessKeyId', 12),
  'no value': changed('value', null),
  'a value that is a list': changed('value', []),
  'no time when it was made': inValue('madeAt', 'now'),
  'no origin of the session': inValue('of', null),
  '10 MB': (path) => writeFileSync(path, `${readFileSync(path, 'utf8')}${' '.repeat(10_000_000)}`),
  'a file that others can read': (path) => execFileSync('chmod', ['644', path]),
}

function changed(name: string, value: unknown): Put {
  return (path) => writeFileSync(path, JSON.stringify({ ...readEntry(path), [name]: value }))
}

function inValue(name: string, value: unknown): Put {
  return (path) => {
    const entry = readEntry(path)
    writeFileSync(path, JSON.stringify({ ...entry, value: { ...entry.value, [name]: value } }))
  }
}

describe('in the place of a session file', () => {
  it.each(Object.entries(impostors))(
    '%s is neither followed nor used, and is replaced',
    async (_, put) => {
      const testAws = await TestAws.open()
      const first = await testAws.session(words)
      const [path = ''] = sessionFiles(testAws.home)
      const aside = join(testAws.home.path, 'aside')
      execFileSync('cp', ['-p', path, aside])
      const whole = readFileSync(aside, 'utf8')
      put(path, aside)
      // `assume cache list` ignores it as well.
      expect(await testAws.assume(['cache', 'list'])).toMatchObject({
        stdout: expect.stringContaining('no session is cached'),
        exitCode: 0,
      })
      const { session, stderr, calls } = await testAws.session(words)
      expect({ stderr, calls: calls.length }).toEqual({ stderr: '', calls: 1 })
      expect(session.AccessKeyId).not.toBe(first.session.AccessKeyId)
      expect(await testAws.session(words)).toMatchObject({ session, calls: [] })
      expect(readFileSync(aside, 'utf8')).toBe(whole)
      expect(sessionFiles(testAws.home).map(modeOf)).toEqual(['600'])
    },
  )

  it.skipIf(process.getuid?.() !== 0)(
    'a file of another user is not used, and is replaced',
    async () => {
      const testAws = await TestAws.open()
      const first = await testAws.session(words)
      const [path = ''] = sessionFiles(testAws.home)
      chownSync(path, 65_534, 65_534)
      const { session, calls } = await testAws.session(words)
      expect(calls).toHaveLength(1)
      expect(session.AccessKeyId).not.toBe(first.session.AccessKeyId)
      expect((await testAws.session(words)).calls).toEqual([])
    },
  )

  it('a session file that was renamed is not used', async () => {
    const testAws = await TestAws.open()
    await testAws.session(words)
    const [path = ''] = sessionFiles(testAws.home)
    renameSync(path, path.replace(/.{16}\.json$/, '0123456789abcdef.json'))
    expect((await testAws.session(words)).calls).toHaveLength(1)
  })
})

it('assume deletes an expired session when it caches a new one', async () => {
  const testAws = await TestAws.open()
  await testAws.session(words)
  const [path = ''] = sessionFiles(testAws.home)
  const entry = readEntry(path)
  writeFileSync(path, JSON.stringify({ ...entry, until: Date.now() - 1000 }))
  execFileSync('touch', ['-d', '1 minute ago', path])
  await testAws.session([...words, '--session-name', 'other'])
  const left = sessionFiles(testAws.home)
  expect(left).toHaveLength(1)
  expect(left).not.toContain(path)
})
