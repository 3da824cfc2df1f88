import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings } from '../../../src/config/settings/load-settings.ts'
import type { Settings } from '../../../src/config/settings/settings.ts'
import { warningText } from '../../../src/config/warnings/warning.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import { nearest } from '../../../src/model/nearest.ts'
import { visible } from '../../../src/model/visible.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assume-home-'))
})

afterEach(() => rm(home, { recursive: true, force: true }))

async function write(text: string, path = '.config/assume/config') {
  await mkdir(dirname(join(home, path)), { recursive: true })
  await writeFile(join(home, path), text)
}

const at = <T>(line: number, key: string, value: T) => ({
  value,
  location: `~/.config/assume/config:${line}, ${key}`,
})

const ofFile = (file: string, isThere = true) => ({
  file,
  files: [{ file, isThere }],
  guards: [],
  warnings: [],
})

const patternsOf = (guards: Settings['guards']) =>
  guards.flatMap(({ patterns }) => patterns.map(({ pattern }) => pattern))

it('reads all settings', async () => {
  await write(
    '\ufeff# ours\nduration = 90m\r\nregion=eu-west-1 ; home\nsession_name = "bob"\n' +
      'cache = off\ncache_dir = ~/cached\nmfa_session_duration = 36h\naws_cli_cache = read\n',
  )
  expect(await loadSettings({ HOME: home })).toEqual({
    duration: at(2, 'duration', 5400),
    region: at(3, 'region', 'eu-west-1'),
    sessionName: at(4, 'session_name', 'bob'),
    cache: at(5, 'cache', 'off'),
    cacheDir: at(6, 'cache_dir', join(home, 'cached')),
    mfaSessionDuration: at(7, 'mfa_session_duration', 129_600),
    awsCliCache: at(8, 'aws_cli_cache', 'read'),
    ...ofFile('~/.config/assume/config'),
  })
})

it('returns no settings without a file, and omits empty ones', async () => {
  const file = '~/.config/assume/config'
  expect(await loadSettings({ HOME: home })).toEqual(ofFile(file, false))
  await write('region =\n')
  expect(await loadSettings({ HOME: home })).toEqual(ofFile(file))
})

it('reads the file in XDG_CONFIG_HOME if that is absolute', async () => {
  await write('region = a\n')
  await write('region = b\n', 'xdg/assume/config')
  const region = async (XDG_CONFIG_HOME: string) =>
    (await loadSettings({ HOME: home, XDG_CONFIG_HOME })).region?.value
  expect(await region(join(home, 'xdg'))).toBe('b')
  expect(await region('')).toBe('a')
  expect(await region('xdg')).toBe('a')
})

it('warns about unknown settings', async () => {
  await write('# c\nregoin = a\ncolour = blue\n\n[sections]\nx = 1\n')
  const { warnings, ...rest } = await loadSettings({ HOME: home })
  expect({ ...rest, warnings: [] }).toEqual(ofFile('~/.config/assume/config'))
  expect(warnings.map((each) => [warningText(each), each.hint])).toEqual([
    ['~/.config/assume/config:2: there is no setting "regoin"', 'did you mean region?'],
    [
      '~/.config/assume/config:3: there is no setting "colour"',
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser, sso_index, profiles, trust_profiles',
    ],
    [
      '~/.config/assume/config:5: there is no section [sections]',
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser, sso_index, profiles, trust_profiles',
    ],
  ])
})

it.each(['duration = true', 'duration[] = 1h', 'duration[] = 1h\nduration[] = 2h', '[duration]'])(
  'rejects a setting with an invalid value: %s',
  async (line) => {
    await write(`# c\n${line}\n`)
    const error = await loadSettings({ HOME: home }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AssumeError)
    expect((error as AssumeError).message).toBe(
      '~/.config/assume/config:2: the setting duration has no value',
    )
    expect((error as AssumeError).hints).toEqual(['write duration = VALUE'])
  },
)

it('reads the names of accounts', async () => {
  await write(
    'danger = *prod*, x ; all\nprompt = "format=[#{role}]"\n[accounts]\n012345678901 = main\n',
  )
  const { accounts, guards, prompt, warnings } = await loadSettings({ HOME: home })
  expect([...(accounts ?? [])]).toEqual([['012345678901', 'main']])
  expect({ danger: patternsOf(guards), prompt: prompt?.value, warnings }).toEqual({
    danger: ['*prod*', 'x'],
    prompt: 'format=[#{role}]',
    warnings: [],
  })
})

it('accepts names that are properties of every object', async () => {
  await write('__proto__ = 1\nconstructor = 2\n[toString]\nx = 1\n')
  const { warnings } = await loadSettings({ HOME: home })
  expect(warnings.map(({ message }) => message)).toEqual([
    'there is no setting "__proto__"',
    'there is no setting "constructor"',
    'there is no section [toString]',
  ])
})

it.each([
  ['regoin', 'region'],
  ['durations', 'duration'],
  ['sessionname', 'session_name'],
  ['dur', undefined],
  ['', undefined],
  ['colour', undefined],
])('suggests a correction of %j: %s', (word, expected) => {
  expect(nearest(word, ['duration', 'region', 'session_name'])).toBe(expected)
})

const failureOf = async (env: Record<string, string> = {}) => {
  const error = await loadSettings({ HOME: home, ...env }).catch((thrown: unknown) => thrown)
  if (!(error instanceof AssumeError)) throw new Error('it did not fail', { cause: error })
  return [error.message, ...error.hints]
}

it.each([
  ['duration', 'this line is neither a section nor a setting'],
  ['= 1h', 'this line is neither a section nor a setting'],
  ['danger: *prod*', 'this line is neither a section nor a setting'],
  ['danger = *prod*,\n  *live*', 'this line is neither a section nor a setting'],
  ['[accounts', 'the name of a section needs [ and ], and a line of its own'],
  ['[accounts] main = 1', 'the name of a section needs [ and ], and a line of its own'],
])('rejects an invalid line: %j', async (text, message) => {
  await write(`# c\n${text}\n`)
  const line = text.includes('\n') ? 3 : 2
  expect((await failureOf())[0]).toBe(`~/.config/assume/config:${line}: ${message}`)
})

it('does not show the content of an invalid line, because it can be part of a command', async () => {
  await write('mfa_process = op item get x\n  --password hunter2\n')
  expect((await failureOf()).join('\n')).not.toContain('hunter2')
})

it('accepts a comment after a section header', async () => {
  await write('  [accounts] ; names\n012345678901 = main\n')
  expect([...((await loadSettings({ HOME: home })).accounts ?? [])]).toEqual([
    ['012345678901', 'main'],
  ])
})

it('combines all lines of danger in the file', async () => {
  await write('danger = *prod*\nregion = a\ndanger = "*live*", x\n[assume]\ndanger = y\n')
  const { guards, warnings } = await loadSettings({ HOME: home })
  expect(guards.flatMap(({ patterns }) => patterns)).toMatchObject([
    { pattern: '*prod*', line: 1 },
    { pattern: '*live*', line: 3 },
    { pattern: 'x', line: 3 },
    { pattern: 'y', line: 5 },
  ])
  expect(warnings).toMatchObject([
    {
      line: 4,
      message: 'there is no section [assume]',
      hint: 'danger stands above the first [section]',
    },
  ])
})

it('keeps danger_cache off if any line says off', async () => {
  await write('danger_cache = off\ndanger_cache = on\n')
  expect((await loadSettings({ HOME: home })).dangerCache).toBe('off')
  await write('\ndanger_cache = no\n')
  expect((await failureOf())[0]).toBe(
    '~/.config/assume/config:2: danger_cache "no" is neither on nor off',
  )
})

it('warns about a repeated setting, whose last line is used', async () => {
  await write('region = a\nregion = b\nduration = 1h\nduration = 1h\n')
  const { region, warnings } = await loadSettings({ HOME: home })
  expect({ region, warnings }).toMatchObject({
    region: { value: 'b' },
    warnings: [
      { line: 1, message: '"region" is set again in line 2, and this line does not count' },
    ],
  })
  expect(warnings).toHaveLength(1)
})

describe('danger in ~/.config/assume/config', () => {
  const own = 'xdg/assume/config'
  const load = () => loadSettings({ HOME: home, XDG_CONFIG_HOME: join(home, 'xdg') })

  it('is used beside the file in XDG_CONFIG_HOME, with its accounts and danger_cache, and nothing else', async () => {
    await write(
      'danger = main\nregion = no region\ndanger_cache = off\n[accounts]\n012345678901 = main\n',
    )
    await write('danger = x\ndanger_cache = on\nregion = b\n', own)
    const { guards, region, dangerCache, accounts, file, files } = await load()
    expect(patternsOf(guards)).toEqual(['x', 'main'])
    expect([...(guards[1]?.accounts ?? [])]).toEqual([['012345678901', 'main']])
    expect({ region: region?.value, dangerCache, accounts, file, files }).toEqual({
      ...{ region: 'b', dangerCache: 'off', accounts: undefined, file: '~/xdg/assume/config' },
      files: [
        { file: '~/xdg/assume/config', isThere: true },
        { file: '~/.config/assume/config', isThere: true, isForDanger: true },
      ],
    })
  })

  it('is used if there is no other file', async () => {
    await write('danger = x\n')
    expect(patternsOf((await load()).guards)).toEqual(['x'])
  })

  it('causes a warning if it may be mistyped', async () => {
    await write('dangr = x\n')
    expect((await load()).warnings).toMatchObject([
      { file: '~/.config/assume/config', hint: 'did you mean danger?' },
    ])
  })

  it('is used once if both paths lead to one file', async () => {
    await write('danger = x\n')
    await symlink(join(home, '.config'), join(home, 'xdg'))
    expect(await load()).toMatchObject({ files: [{ file: '~/xdg/assume/config' }] })
    expect(patternsOf((await load()).guards)).toEqual(['x'])
  })

  it('causes an error if the file cannot be read', async () => {
    await write('region = b\n', own)
    await mkdir(join(home, '.config/assume/config'), { recursive: true })
    expect((await failureOf({ XDG_CONFIG_HOME: join(home, 'xdg') }))[0]).toBe(
      'cannot read ~/.config/assume/config: it is a directory',
    )
  })
})

describe('an unusual value of danger', () => {
  it.each([
    ['/prod/', 'danger has "/prod/", which looks like a regular expression and is none', '*prod*'],
    ['/^prod-.*/i', 'which looks like a regular expression', 'write prod-*:'],
    ['^prod', 'which looks like a regular expression', 'write prod*:'],
    ['.*prod.*', 'which looks like a regular expression', 'write *prod*:'],
    ['/(prod|live)/', 'where "(" stands for itself', '? for a "("'],
    ['[Pp]rod', 'danger has "[Pp]rod", where "[" stands for itself', 'write ? for a "["'],
    ['*-{prod,live}', 'danger has "*-{prod", where "{" stands for itself', '? for one'],
    ['%prod%', 'where "%" stands for itself', '* for any characters'],
    ['CORP\\prod', 'where "\\" stands for itself', '? for a "\\"'],
    ['pr\u200bod', 'which has an invisible character', 'type the pattern anew'],
    ['!dev', 'danger has "!dev", but nothing can be left out', 'what is to be guarded'],
    ['12345678901', 'but an account has twelve digits', 'write all twelve'],
    ['on', 'is the name of a target here and no switch', 'write danger = *'],
    ['', 'danger has no pattern, so it guards nothing', 'danger = *prod*'],
    ['""', 'danger has no pattern, so it guards nothing', 'danger = *prod*'],
    [',', 'danger has no pattern, so it guards nothing', 'danger = *prod*'],
    ['# *prod*', 'danger has no pattern, so it guards nothing', 'danger = *prod*'],
    ['a,,b', 'danger has an empty pattern', 'one comma'],
    ['"", b', 'danger has an empty pattern', 'one comma'],
    ['*.prod;*', 'danger has a ";" without a blank before it', 'a comma between patterns'],
    ['a ; *live*', 'danger has a comment that looks like a pattern: ; *live*', 'a comma'],
    ['"*prod*', 'danger has a quote that is not one of a pair', 'write *prod* without quotes'],
    ['“prod”', 'danger has a quote that is not one of a pair', 'write prod without quotes'],
  ])('%j causes a warning with file and line', async (line, message, hint) => {
    await write(`\ndanger = ${line}\n`)
    const [found] = (await loadSettings({ HOME: home })).warnings
    expect(found).toMatchObject({ file: '~/.config/assume/config', line: 2 })
    expect(found?.message).toContain(visible(message))
    expect(found?.hint).toContain(hint)
  })

  it.each([
    '*prod*, other',
    '"*prod*", \'other\'',
    '*prod* *other*,',
    'my prod',
    '?rod',
    'arn:aws:iam::123456789012:role/team/*',
    '123456789012, 1234-5678-9012, main:admin',
    'a.b.*, *.c, x@y.com, a+b',
    '*prod*|*live*',
    '*prod*, x ; all',
    'prod (eu)',
    'größe',
    'on, off',
  ])('%j causes no warning', async (line) => {
    await write(`danger = ${line}\n`)
    expect((await loadSettings({ HOME: home })).warnings).toEqual([])
  })
})

describe('a settings file that cannot be read', () => {
  const path = () => join(home, '.config/assume/config')
  const linkTo = async (target: string) => {
    await mkdir(dirname(path()), { recursive: true })
    await symlink(target, path())
  }

  it.each([
    ['a directory', () => mkdir(path(), { recursive: true }), 'it is a directory'],
    ['a device', () => linkTo('/dev/null'), 'it is not a file'],
    ['a broken link', () => linkTo('/no/such'), 'it is a link whose target is missing'],
    ['links that form a circle', () => linkTo('config'), 'its symbolic links go round in a circle'],
    ['a file that is too large', () => write('#'.repeat(1_048_577)), 'it is larger than 1 MB'],
  ])('is an error for %s', async (_, make, cause) => {
    await make()
    const [message, hint] = await failureOf()
    expect(message).toBe(`cannot read ~/.config/assume/config: ${cause}`)
    expect(hint).toMatch(/~\/\.config\/assume\/config$/)
  })

  it('is an error in a folder that is a broken link', async () => {
    await mkdir(join(home, '.config'))
    await symlink(join(home, 'gone'), join(home, '.config/assume'))
    expect((await failureOf())[0]).toBe(
      `cannot read ~/.config/assume/config: ~/.config/assume is a link whose target is missing`,
    )
  })

  it.each([['.config'], ['.config/assume']])(
    'is ignored if %s is a link to a folder without it',
    async (name) => {
      await mkdir(join(home, 'dotfiles'))
      await mkdir(dirname(join(home, name)), { recursive: true })
      await symlink(join(home, 'dotfiles'), join(home, name))
      expect((await loadSettings({ HOME: home })).region).toBeUndefined()
    },
  )

  it('is an error if it is a pipe, which is not opened', async () => {
    await mkdir(dirname(path()), { recursive: true })
    execFileSync('mkfifo', [path()])
    expect((await failureOf())[0]).toBe('cannot read ~/.config/assume/config: it is not a file')
  })

  it.each([
    ['a NUL', Buffer.from('region = a\nx = \0\n'), ':2: a NUL character'],
    ['Latin-1', Buffer.from('region = a\n# caf\xe9\n', 'latin1'), ':2: not valid UTF-8, so no'],
    ['UTF-16', Buffer.from('\ufeffregion = a\n', 'utf16le'), ':1: not valid UTF-8, so no'],
  ])('is an error for text with %s', async (_, bytes, message) => {
    await write('')
    await writeFile(path(), bytes)
    const [found, hint] = await failureOf()
    expect(found).toContain(`~/.config/assume/config${message}`)
    expect(hint).toBe('save the file as UTF-8')
  })

  it('is ignored if it is a link to a file, or if a part of the path is a file', async () => {
    await write('region = a\n', 'dotfiles/assume')
    await linkTo('../../dotfiles/assume')
    expect((await loadSettings({ HOME: home })).region?.value).toBe('a')
    const XDG_CONFIG_HOME = '/dev/null'
    expect((await loadSettings({ HOME: home, XDG_CONFIG_HOME })).region).toBeUndefined()
  })
})
