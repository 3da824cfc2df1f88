import { describe, expect, it } from 'vitest'
import { text } from '../../../src/config/profile.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'
import { warningText } from '../../../src/config/warnings/warning.ts'
import { warningsAbout } from '../../../src/config/warnings/warnings-about.ts'

function read(config: string, credentials = '') {
  return readProfiles({
    config: { file: '~/.aws/config', text: config },
    credentials: { file: '~/.aws/credentials', text: credentials },
  })
}

/** Each warning as its message, its hint and its profile. */
function warnings(config: string, credentials?: string) {
  return read(config, credentials).warnings.map((each) => {
    const subject = each.profile ?? each.ssoSession ?? each.services
    return [warningText(each), each.hint, subject]
  })
}

describe('the config file causes a warning for', () => {
  it.each([
    ['a header without "profile"', '[bob]', '[profile bob]', 'bob', '\nregion = x'],
    ['a name with a space', '[profile x y]', '[profile "x y"]', 'x y', ''],
    ['a name with a quote', "[profile it's]", '[profile "it\'s"]', "it's", ''],
    ['an open quote', '[profile "x]', '[profile x]', 'x', ''],
    [
      'a name with both kinds of quotes',
      '[profile a"b\' c]',
      '[profile "a\\"b\' c"]',
      'a"b\' c',
      '',
    ],
    ['no name', '[profile]', '[profile NAME]', '', '\nregion = x'],
    ['a dot for a space', '[profile.x]', '[profile x]', 'x', '\nregion = x'],
    [
      'a name that begins with "profile"',
      '[profiled]',
      '[profile profiled]',
      'profiled',
      '\nregion = x',
    ],
    ['upper case', '[Profile x]', '[profile x]', 'x', '\nregion = x'],
    ['upper case in default', '[Default]', '[default]', 'default', '\nregion = x'],
    ['spaces inside the brackets', '[ profile x ]', '[profile x]', 'x', '\nregion = x'],
    ['quotes around the whole header', '["profile x"]', '[profile x]', 'x', '\nregion = x'],
  ])('%s: %s', (_, header, form, name, keys) => {
    expect(warnings(`\n${header}${keys}`)).toEqual([
      [`~/.aws/config:2: the AWS CLI does not read ${header} as a profile`, `write ${form}`, name],
    ])
  })

  it('text after the bracket of a header', () => {
    expect(warnings('[profile x] see [y]')).toEqual([
      [
        '~/.aws/config:1: the AWS CLI does not read [profile x] see [y] as a profile',
        'write [profile x]',
        'x',
      ],
    ])
  })

  it('sso-session and services names with a space', () => {
    expect(warnings('[sso-session a b]\n[services c d]')).toEqual([
      [
        '~/.aws/config:1: the AWS CLI does not read [sso-session a b] as an sso-session',
        'write [sso-session "a b"]',
        'a b',
      ],
      [
        '~/.aws/config:2: the AWS CLI does not read [services c d] as a services section',
        'write [services "c d"]',
        'c d',
      ],
    ])
  })

  it('a section that a later one replaces', () => {
    const config = '[default]\nregion = a\n[profile x]\n[profile default]\n[profile "x"]\n'
    expect(warnings(config)).toEqual([
      [
        '~/.aws/config:1: [profile default] in line 4 replaces this section and all its keys',
        'make them one section',
        'default',
      ],
      [
        '~/.aws/config:3: [profile "x"] in line 5 replaces this section and all its keys',
        'make them one section',
        'x',
      ],
    ])
  })

  it('[DEFAULT], for the whole file', () => {
    expect(warnings('[DEFAULT]\nregion = a\n[profile x]\n')).toEqual([
      [
        '~/.aws/config:1: the AWS CLI gives the keys of [DEFAULT] to every other section of this file',
        'for the default profile write [default]',
        undefined,
      ],
    ])
  })

  it('neither valid sections nor sections of other programs', () => {
    const config =
      '[default]\n[profile "x y"]\n[profile !x]# c\n[plugins]\nfoo = 1\n[preview]\n[a b]\n' +
      '[sso-session s]\n[services s]\nsts =\n  endpoint_url = http://[::1]:1\n'
    expect(warnings(config, '[x y]\n[default]\n[x]\n')).toEqual([])
  })
})

describe('the credentials file causes a warning for headers of the config file', () => {
  it.each([
    ['profile bob', 'in this file write [bob]', 'bob'],
    ['profile "x y"', 'in this file write [x y]', 'x y'],
    ['sso-session s', 'it belongs in the config file', 's'],
    ['services s', 'it belongs in the config file', 's'],
  ])('[%s]', (header, hint, name) => {
    expect(warnings('', `\n[${header}]\n`)).toEqual([
      [`~/.aws/credentials:2: the AWS CLI reads this as a profile named "${header}"`, hint, name],
    ])
    expect(read('', `[${header}]`).profiles.has(header)).toBe(true)
  })

  it('but not if both files are the same file', () => {
    const file = { file: '~/aws', text: '[profile bob]\nregion = x\n[bob]\nregion = y\n' }
    expect(readProfiles({ config: file, credentials: file }).warnings).toEqual([])
  })
})

describe('a warning is reported for', () => {
  const of = (line: string) => warnings(`[profile x]\n${line}\n`)

  it('source_arn for source_profile', () => {
    expect(of('source_arn = bob')).toEqual([
      ['~/.aws/config:2: no AWS tool reads source_arn', 'write source_profile = bob', 'x'],
    ])
  })

  it.each(['"', "'"])('quotes (%s), which are part of the value', (quote) => {
    const line = `region = ${quote}eu-west-1${quote}`
    expect(of(line)).toEqual([
      [
        '~/.aws/config:2: the quotes are part of the value of region',
        'write region = eu-west-1',
        'x',
      ],
    ])
    const profile = read(`[profile x]\n${line}`).profiles.get('x')
    expect(profile && text(profile, 'region')).toBe(`${quote}eu-west-1${quote}`)
  })

  it.each([
    ['region = eu-wst-1', 'eu-west-1'],
    ['region = use1', 'us-east-1'],
    ['sso_region = us-esat-1', 'us-east-1'],
  ])('a mistyped region, for example %s', (line, meant) => {
    const [key, value] = line.split(' = ')
    const message = `~/.aws/config:2: ${key} is "${value}", which is no region that assume knows`
    expect(of(line)).toEqual([[message, `did you mean ${meant}?`, 'x']])
  })

  it.each([
    ['region = eu-west-4'],
    ['region = nz-south-1'],
    ['region = us-east-1-fips'],
    ['region = eu-wst-1\nendpoint_url = https://store.example'],
  ])('nothing in a possible region, for example %j', (line) => {
    expect(of(line)).toEqual([])
  })

  it('quotes in a secret, without the secret', () => {
    const found = warnings('', '[x]\naws_secret_access_key = "S3CRET"\n')
    expect(found).toEqual([
      [
        '~/.aws/credentials:2: the quotes are part of the value of aws_secret_access_key',
        'write the value without them',
        'x',
      ],
    ])
  })

  it.each([
    ['policy_arn', 'policy_arns'],
    ['polcy', 'policy'],
    ['session_tag', 'session_tags'],
    ['transitive_session_tag', 'transitive_session_tags'],
    ['source_idenity', 'source_identity'],
  ])('%s, which is similar to %s', (key, meant) => {
    const words = `no AWS tool reads ${key}`
    expect(of(`${key} = x`)).toEqual([[`~/.aws/config:2: ${words}`, `did you mean ${meant}?`, 'x']])
    expect(warnings(`[sso-session s]\nsso_region = x\n${key} = x`)).toEqual([])
  })

  it('a key that is indented below another', () => {
    expect(of('region = a\n  # c\n\n  output = json\n  b\n  [profile y]')).toEqual([
      [
        '~/.aws/config:5: the AWS CLI reads this line as part of the value of region',
        'indent it no deeper than region',
        'x',
      ],
      [
        '~/.aws/config:7: the AWS CLI reads this line as part of the value of region',
        'indent it no deeper than region',
        'x',
      ],
    ])
  })

  it('a header without a bracket, which is read as a key', () => {
    expect(of('[profile a=b')).toEqual([
      [
        '~/.aws/config:2: the AWS CLI reads this line as a key, not as the header of a section',
        'end the header with ]',
        'x',
      ],
    ])
  })

  it.each([
    'credential_process = "/a b/c" "d"',
    'credential_process = a\n  --b=c\n  d',
    'credential_process = "/a b"',
    'policy = {\n  "a":\n  ["b"]\n  }',
    'policy_names = y',
    'session_tags = a=b,c=d e',
    'region = "',
    's3 =\n  a = 1\n  b = 2',
    'color = "blue"',
  ])('not for %j', (line) => expect(of(line)).toEqual([]))
})

describe('comments after a value', () => {
  const config = (line: string) => `[profile a #b]\n[profile "a #b"]\n[profile x]\n${line}\n`
  const value = (line: string, key: string) => {
    const profile = read(config(line)).profiles.get('x')
    return profile && text(profile, key)
  }

  it.each([
    ['region = eu-west-1 # home', 'region', 'eu-west-1'],
    ['region = eu-west-1\t; home # x', 'region', 'eu-west-1'],
    ['session_tags = a=b,c=d # e', 'session_tags', 'a=b,c=d'],
    ['transitive_session_tags = a ;b', 'transitive_session_tags', 'a'],
    ['source_identity = bob #b', 'source_identity', 'bob'],
    ['policy_arns = arn:aws:iam::aws:policy/x #y', 'policy_arns', 'arn:aws:iam::aws:policy/x'],
    ['role_arn = arn:aws:iam::1:role/r  #c', 'role_arn', 'arn:aws:iam::1:role/r'],
    ['duration_seconds = 900 ;c', 'duration_seconds', '900'],
    ['source_profile = a #c', 'source_profile', 'a'],
    ['sso_start_url = https://x/start#/ # c', 'sso_start_url', 'https://x/start#/'],
  ])('are removed: %s', (line, key, expected) => {
    expect(value(line, key)).toBe(expected)
    expect(warnings(config(line)).at(-1)).toEqual([
      `~/.aws/config:4: the AWS CLI reads this comment as part of the value of ${key}`,
      'put the comment on a line of its own; assume cuts it off',
      'x',
    ])
  })

  it.each([
    ['source_profile = a #b', 'source_profile', 'a #b'],
    ['sso_start_url = https://x/start#/', 'sso_start_url', 'https://x/start#/'],
    ['region = eu;west', 'region', 'eu;west'],
    ['credential_process = a # b', 'credential_process', 'a # b'],
    ['aws_secret_access_key = a # b', 'aws_secret_access_key', 'a # b'],
  ])('are not recognised in %s', (line, key, expected) => {
    expect(value(line, key)).toBe(expected)
    expect(warnings(config(line)).filter(([text]) => text?.includes(':4:'))).toEqual([])
  })

  it('are also removed in an sso-session, with a warning for its profiles', () => {
    const profiles = read(
      '[sso-session s]\nsso_region = a # b\n[profile x]\nsso_session = s\n[profile y]\n',
    )
    const session = profiles.ssoSessions.get('s')
    expect(session && text(session, 'sso_region')).toBe('a')
    expect(warningsAbout(profiles, ['x'])).toMatchObject([{ line: 2, ssoSession: 's' }])
    expect(warningsAbout(profiles, ['y'])).toEqual([])
  })
})

it('and other warnings of a profile are separate from those of whole files', () => {
  const profiles = read(
    '[bob]\nregion = a\n[profile x]\nregion = "a"\n[profile y]\nregion = "b"\nregion = c\n',
  )
  const lines = (...names: string[]) => warningsAbout(profiles, names).map(({ line }) => line)
  expect(profiles.warnings.map(({ line }) => line)).toEqual([7, 1, 4])
  expect(lines()).toEqual([7])
  expect(lines('x')).toEqual([7, 4])
  expect(lines('bob', 'y')).toEqual([7, 1])
  expect(profiles.warnings[0]).toEqual({
    file: '~/.aws/config',
    line: 7,
    message: 'the AWS CLI refuses this whole file: "region" is there already, in line 6',
    hint: 'keep one of the two; assume takes the last',
    refused: true,
  })
})

it('in a value that all sections inherit cause one warning', () => {
  const profiles = read('[DEFAULT]\nregion = a # b\n[profile x]\n[profile y]\n')
  expect(warningsAbout(profiles, ['z']).map(({ line }) => line)).toEqual([1, 2])
})

it('are shown without terminal control characters', () => {
  const [header] = read('[profile \x1b[31m \u202ex]').warnings
  expect(header).toMatchObject({
    message: 'the AWS CLI does not read [profile \\x1b[31m \\u202ex] as a profile',
    hint: 'write [profile "\\x1b[31m \\u202ex"]',
  })
})
