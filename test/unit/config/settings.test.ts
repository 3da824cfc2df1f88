import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadSettings } from '../../../src/config/settings.ts'
import { warningText } from '../../../src/config/warning.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import { nearest } from '../../../src/model/nearest.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assume-home-'))
})

afterEach(() => rm(home, { recursive: true, force: true }))

async function write(text: string, path = '.config/assume/config') {
  await mkdir(dirname(join(home, path)), { recursive: true })
  await writeFile(join(home, path), text)
}

it('reads the settings as they are written', async () => {
  await write(
    '\ufeff# ours\nduration = 90m\r\nregion=eu-west-1 ; home\nsession_name = "bob"\n' +
      'cache = off\ncache_dir = ~/kept\nmfa_session_duration = 36h\naws_cli_cache = read\n',
  )
  expect(await loadSettings({ HOME: home })).toEqual({
    duration: '90m',
    region: 'eu-west-1',
    sessionName: 'bob',
    cache: 'off',
    cacheDir: '~/kept',
    mfaSessionDuration: '36h',
    awsCliCache: 'read',
    file: '~/.config/assume/config',
    warnings: [],
  })
})

it('has none without a file, and none that are empty', async () => {
  const none = { file: '~/.config/assume/config', warnings: [] }
  expect(await loadSettings({ HOME: home })).toEqual(none)
  await write('region =\n')
  expect(await loadSettings({ HOME: home })).toEqual(none)
})

it('looks below XDG_CONFIG_HOME, if that is absolute', async () => {
  await write('region = a\n')
  await write('region = b\n', 'xdg/assume/config')
  const region = async (XDG_CONFIG_HOME: string) =>
    (await loadSettings({ HOME: home, XDG_CONFIG_HOME })).region
  expect(await region(join(home, 'xdg'))).toBe('b')
  expect(await region('')).toBe('a')
  expect(await region('xdg')).toBe('a')
})

it('warns of what it does not know', async () => {
  await write('# c\nregoin = a\ncolour = blue\n\n[sections]\nx = 1\n')
  const { warnings, ...rest } = await loadSettings({ HOME: home })
  expect(rest).toEqual({ file: '~/.config/assume/config' })
  expect(warnings.map((each) => [warningText(each), each.hint])).toEqual([
    ['~/.config/assume/config:2: there is no setting "regoin"', 'did you mean region?'],
    [
      '~/.config/assume/config:3: there is no setting "colour"',
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser',
    ],
    [
      '~/.config/assume/config:5: there is no section [sections]',
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser',
    ],
  ])
})

it.each(['duration', 'duration = true', 'duration[] = 1h', '[duration]'])(
  'fails for a setting that is no text: %s',
  async (line) => {
    await write(`# c\n${line}\n`)
    const error = await loadSettings({ HOME: home }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AssumeError)
    expect((error as AssumeError).message).toBe(
      '~/.config/assume/config:2: the setting duration has no value that can be used',
    )
    expect((error as AssumeError).hints).toEqual(['write duration = VALUE'])
  },
)

it('reads what accounts are called', async () => {
  await write(
    'danger = *prod*, x ; all\nprompt = "format=[#{role}]"\n[accounts]\n012345678901 = main\n',
  )
  const { accounts, danger, prompt, warnings } = await loadSettings({ HOME: home })
  expect([...(accounts ?? [])]).toEqual([['012345678901', 'main']])
  expect({ danger, prompt, warnings }).toEqual({
    danger: '*prod*, x',
    prompt: 'format=[#{role}]',
    warnings: [],
  })
})

it('is not upset by names that are properties of every object', async () => {
  await write('__proto__ = 1\nconstructor = 2\n[toString]\nx = 1\n')
  const { warnings } = await loadSettings({ HOME: home })
  expect(warnings.map(({ message }) => message)).toEqual([
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
])('knows what %j was meant to be: %s', (word, expected) => {
  expect(nearest(word, ['duration', 'region', 'session_name'])).toBe(expected)
})
