import { describe, expect, it } from 'vitest'
import { cliSettings } from '../../../src/config/cli-settings.ts'
import { placeOf, text } from '../../../src/config/profile.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'
import { warningText } from '../../../src/config/warnings/warning.ts'
import { warningsAbout } from '../../../src/config/warnings/warnings-about.ts'

const read = (...lines: string[]) =>
  readProfiles({
    config: { file: '~/.aws/config', text: lines.join('\n') },
    credentials: { file: '~/.aws/credentials', text: '' },
  })

/** The keys that assume reads from a profile. */
function keysOf(name: string, ...lines: string[]) {
  const profile = read(...lines).profiles.get(name)
  return Object.fromEntries([...(profile?.keys ?? [])].map(([key, { value }]) => [key, value]))
}

const base = ['[profile base]', 'region = eu-west-1', 'mfa_serial = GAHT12345678']

describe('include_profile', () => {
  it('adds the keys that a profile lacks or leaves empty', () => {
    expect(
      keysOf('a', ...base, '[profile a]', 'include_profile = base', 'region = us-east-1'),
    ).toEqual({ include_profile: 'base', region: 'us-east-1', mfa_serial: 'GAHT12345678' })
    expect(keysOf('a', ...base, '[profile a]', 'include_profile = base', 'region =')).toMatchObject(
      { region: 'eu-west-1' },
    )
  })

  it('is followed from profile to profile, and the nearest value wins', () => {
    const keys = keysOf(
      'a',
      ...base,
      '[profile middle]',
      'include_profile = base',
      'region = us-east-1',
      '[profile a]',
      'include_profile = middle',
    )
    expect(keys).toMatchObject({ region: 'us-east-1', mfa_serial: 'GAHT12345678' })
  })

  it('keeps the location of each value', () => {
    const { profiles } = read(...base, '[profile a]', 'include_profile = base')
    const a = profiles.get('a')
    expect(a && placeOf(a, 'region')).toBe('~/.aws/config:2')
  })

  it('adds neither credentials nor the keys that aws-vault does not include', () => {
    const keys = keysOf(
      'a',
      '[profile base]',
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      'aws_secret_access_key = s',
      'output = json',
      '[profile a]',
      'include_profile = base',
    )
    expect(keys).toEqual({ include_profile: 'base' })
  })

  it('adds no source_profile that is the profile itself, and no second source', () => {
    const common = ['[profile common]', 'source_profile = root', 'region = x-y-1']
    const root = ['[profile root]', 'include_profile = common']
    expect(keysOf('root', ...common, ...root)).toEqual({
      include_profile: 'common',
      region: 'x-y-1',
    })
    const machine = ['[profile m]', 'include_profile = common', 'credential_source = EcsContainer']
    expect(keysOf('m', ...common, ...machine)).not.toHaveProperty('source_profile')
    const dev = ['[profile dev]', 'include_profile = common']
    expect(keysOf('dev', ...common, ...dev)).toMatchObject({ source_profile: 'root' })
  })

  it('cuts a comment from its own value', () => {
    expect(keysOf('a', ...base, '[profile a]', 'include_profile = base # common')).toMatchObject({
      include_profile: 'base',
      region: 'eu-west-1',
    })
  })
})

describe('an include_profile that cannot be followed causes a warning about the profile', () => {
  const warningsOf = (...lines: string[]) => {
    const profiles = read(...lines)
    return warningsAbout(profiles, ['a']).map((each) => [warningText(each), each.hint])
  }

  it('if the profile does not exist', () => {
    expect(warningsOf('[profile a]', 'include_profile = gone')).toEqual([
      [
        '~/.aws/config:2: include_profile is "gone", and there is no such profile',
        'name one that there is, or delete the line',
      ],
    ])
  })

  it('if it loops; the values before the loop are used', () => {
    const lines = [
      '[profile a]',
      'include_profile = b',
      '[profile b]',
      'region = x-y-1',
      'include_profile = c',
      '[profile c]',
      'include_profile = b',
    ]
    expect(warningsOf(...lines)).toContainEqual([
      '~/.aws/config:7: include_profile loops: a → b → c → b',
      'delete one of these lines; assume stops where it would begin anew',
    ])
    expect(keysOf('a', ...lines)).toMatchObject({ region: 'x-y-1' })
    expect(warningsOf('[profile a]', 'include_profile = a')).toHaveLength(1)
  })

  it('and the warnings of the included profiles', () => {
    expect(
      warningsOf('[profile base]', 'region = "x"', '[profile a]', 'include_profile = base'),
    ).toEqual([['~/.aws/config:2: the quotes are part of the value of region', 'write region = x']])
  })
})

describe('the profile that the AWS CLI reads', () => {
  const settingsOf = (name: string, ...lines: string[]) => {
    const profile = read(...lines).profiles.get(name)
    return profile && cliSettings(profile)
  }

  it('excludes included values, and has its comments', () => {
    expect(
      settingsOf('a', ...base, '[profile a]', 'include_profile = base', 'region =', 'x = 1'),
    ).toEqual({ include_profile: 'base', region: '', x: '1' })
    expect(settingsOf('a', '[profile a]', 'region = eu-west-1 # home')).toEqual({
      region: 'eu-west-1 # home',
    })
  })

  it('contains no secret', () => {
    const secrets = ['aws_secret_access_key', 'aws_session_token', 'aws_security_token']
    const settings = settingsOf(
      'a',
      '[profile a]',
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      ...secrets.map((key) => `${key} = secret`),
    )
    expect(settings).toEqual({ aws_access_key_id: 'AKIAIOSFODNN7EXAMPLE' })
  })
})

it('is unchanged without include_profile', () => {
  const { profiles } = read(...base, '[profile a]', 'parent_profile = base')
  const a = profiles.get('a')
  expect(a && text(a, 'region')).toBeUndefined()
})
