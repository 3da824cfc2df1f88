import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadProfiles } from '../../../src/config/load.ts'
import { homeDirectory } from '../../../src/config/paths.ts'
import { AssumeError } from '../../../src/model/errors.ts'

let home: string
let config: string
let credentials: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assume-home-'))
  await mkdir(join(home, '.aws'))
  config = join(home, '.aws', 'config')
  credentials = join(home, '.aws', 'credentials')
})

afterEach(() => rm(home, { recursive: true, force: true }))

const IS_ROOT = userInfo().uid === 0

async function names(env: Record<string, string>) {
  return [...(await loadProfiles({ HOME: home, ...env })).profiles.keys()]
}

async function failure(env: Record<string, string> = {}) {
  const error = await loadProfiles({ HOME: home, ...env }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(AssumeError)
  const { message, hints } = error as AssumeError
  return [message, ...hints]
}

it('reads both files of the home directory, and does not change them', async () => {
  await writeFile(config, '[profile x]\nregion = "a"\n', { mode: 0o600 })
  await writeFile(credentials, '[x]\naws_access_key_id = AK\n', { mode: 0o600 })
  const before = [await stat(config), await stat(credentials)]
  const profiles = await loadProfiles({ HOME: home })
  expect(profiles.files).toEqual({ config: '~/.aws/config', credentials: '~/.aws/credentials' })
  expect([...(profiles.profiles.get('x')?.keys.keys() ?? [])]).toEqual([
    'region',
    'aws_access_key_id',
  ])
  expect(profiles.warnings).toMatchObject([{ file: '~/.aws/config', line: 2, profile: 'x' }])
  for (const [index, path] of [config, credentials].entries()) {
    const { ino, mtimeMs, size } = await stat(path)
    expect({ ino, mtimeMs, size }).toMatchObject({
      ino: before[index]?.ino,
      mtimeMs: before[index]?.mtimeMs,
      size: before[index]?.size,
    })
  }
})

it('treats missing files as empty, and reports their paths', async () => {
  await rm(join(home, '.aws'), { recursive: true })
  const empty = await loadProfiles({ HOME: home })
  expect(empty.profiles.size).toBe(0)
  expect(empty.files).toEqual({ config: '~/.aws/config', credentials: '~/.aws/credentials' })
  await writeFile(join(home, '.aws'), 'a file')
  expect(await names({})).toEqual([])
})

describe('AWS_CONFIG_FILE', () => {
  beforeEach(async () => {
    await mkdir(join(home, 'other'))
    await writeFile(join(home, 'other', 'config'), '[profile y]\n')
  })

  it.each(['~/other/config', '$HOME/other/config', '${HOME}/$DIR/config'])(
    'is expanded: %s',
    async (path) => {
      expect(await names({ AWS_CONFIG_FILE: path, DIR: 'other' })).toEqual(['y'])
    },
  )

  it('can begin with the home directory of another user', async () => {
    const users = readFileSync('/etc/passwd', 'utf8').split('\n')
    const fields = users.map((line) => line.split(':'))
    const [name = '', , , , , directory = ''] =
      fields.find(([, , , , , place]) => place && existsSync(`${place}/..`)) ?? []
    const toRoot = directory.split('/').map(() => '..')
    const AWS_CONFIG_FILE = `~${name}/${toRoot.join('/')}${home}/other/config`
    expect(await names({ AWS_CONFIG_FILE })).toEqual(['y'])
  })

  it.each(['', '$EMPTY', '/dev/null', '$NONE/other/config', '~no-such-user/config', '$__proto__'])(
    'can be empty or name no file: "%s"',
    async (path) => {
      await writeFile(config, '[profile x]\n')
      expect(await names({ AWS_CONFIG_FILE: path, EMPTY: '' })).toEqual([])
    },
  )

  it('is absent from the list of files when it is empty', async () => {
    const { files } = await loadProfiles({ AWS_CONFIG_FILE: '', HOME: home })
    expect(files).toEqual({ credentials: '~/.aws/credentials' })
  })

  it('is shown unchanged outside the home directory', async () => {
    const env = { AWS_CONFIG_FILE: `${home}x/\x1bconfig`, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' }
    const { files } = await loadProfiles(env, home)
    expect(files).toEqual({ config: `${home}x/\\x1bconfig`, credentials: '/dev/null' })
  })
})

it('uses the home directory of the system if HOME is not set', () => {
  expect(homeDirectory({})).toBe(userInfo().homedir)
  expect(homeDirectory({ HOME: '' })).toBe(userInfo().homedir)
})

describe('reading fails for', () => {
  it('a directory', async () => {
    await mkdir(config)
    expect(await failure()).toEqual([
      'cannot read ~/.aws/config: it is a directory',
      'it has to be a file',
    ])
  })

  it('a file without read permission', async () => {
    await writeFile(config, '[profile x]\n')
    await chmod(config, 0o000)
    await chmod(home, 0o755)
    // Root can read all files, so the test changes the user.
    if (IS_ROOT) process.seteuid?.('nobody')
    const found = await failure().finally(() => IS_ROOT && process.seteuid?.(0))
    expect(found).toEqual([
      'cannot read ~/.aws/config: permission denied: it belongs to root',
      'look at its owner and mode, and those of its directory: ls -ld ~/.aws/config',
    ])
  })

  it('links that form a circle', async () => {
    await symlink("it's config", join(home, "it's config"))
    expect(await failure({ AWS_CONFIG_FILE: "~/it's config" })).toEqual([
      "cannot read ~/it's config: its symbolic links go round in a circle",
      "look at its owner and mode, and those of its directory: ls -ld ~/'it'\\''s config'",
    ])
  })

  it.each([
    ['in the middle', Buffer.from('[profile x]\r\nregion = a\r\nname = caf\xe9\r\n', 'latin1'), 3],
    ['in the last line', Buffer.from('[profile x]\n\xe9', 'latin1'), 2],
    ['from the beginning', Buffer.from('\ufeff[profile x]\n', 'utf16le'), 1],
  ])('text that is not UTF-8: %s', async (_, bytes, line) => {
    await writeFile(credentials, bytes)
    expect(await failure()).toEqual([
      `~/.aws/credentials:${line}: not valid UTF-8, and the AWS CLI refuses this whole file`,
      'save the file as UTF-8',
    ])
  })
})

describe('a file that others can write causes a warning', () => {
  const messages = async () =>
    (await loadProfiles({ HOME: home })).warnings.map(({ file, message, hint, profile }) => [
      file,
      message,
      hint,
      profile,
    ])
  const warned = [
    [
      '~/.aws/config',
      'other users can write this file, and so have programs run as you',
      'chmod go-w ~/.aws/config',
      undefined,
    ],
  ]

  it.each([
    [0o600, []],
    [0o664, []],
    [0o666, warned],
    [0o602, warned],
  ])('with mode %o', async (mode, expected) => {
    await writeFile(config, '')
    await chmod(config, mode)
    expect(await messages()).toEqual(expected)
  })

  it.skipIf(!IS_ROOT).each([
    [0o600, []],
    [0o660, warned],
  ])('with mode %o and another owner', async (mode, expected) => {
    await writeFile(config, '')
    await chown(config, 4321, 4321)
    await chmod(config, mode)
    expect(await messages()).toEqual(expected)
  })
})

it('parses a byte order mark as botocore does, and continues', async () => {
  await writeFile(config, '\ufeff[profile x]\n')
  const { profiles, warnings } = await loadProfiles({ HOME: home })
  expect([...profiles.keys()]).toEqual(['x'])
  expect(warnings).toMatchObject([{ file: '~/.aws/config', line: 1, refused: true }])
})
