import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type FastPathSession,
  fastPathName,
  fastPathOwnVariables,
  fastPathSettings,
  fastPathText,
  isPlanVariable,
  planVariables,
  timesIn,
  untilOf,
} from '../../../src/formats/fast-path-format.ts'
import { credentialVariables } from '../../../src/formats/variables.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import { targetOf } from '../../../src/plan/request.ts'
import { arn, keys, planInputsOf, telling } from '../plan/planning.ts'

const take: FastPathSession = {
  words: ['prod'],
  until: new Date(1_700_000_000_999),
  watched: [
    { file: '/home/bob/.aws/config', time: 1_700_000_000_123_456n },
    { missing: '/home/bob/.config/assume', folder: '/home/bob/.config' },
    { file: '/home/bob/.aws/credentials', time: 7n, real: '/store/credentials' },
    { missing: '/home/bob/.config/other', folder: '/home/bob/.config' },
  ],
  env: { HOME: '/home/bob', AWS_REGION: '', AWS_ENDPOINT_URL_S3: 'http://x', SECRET: 'x' },
  variables: {
    AWS_ACCESS_KEY_ID: 'ASIA',
    AWS_PROFILE: null,
    AWS_REGION: 'eu-west-1',
    ASSUME_ROLE: 'prod',
    ASSUME_SETTINGS: 'AWS_REGION',
  },
}

const lines = (changes: Partial<FastPathSession> = {}) =>
  fastPathText({ ...take, ...changes })?.split('\n')

test('the file contains data in a fixed order, and its length', () => {
  const all = lines() ?? []
  expect(all.slice(0, 11)).toEqual([
    'format=4',
    'words=prod',
    'until=1700000000',
    'renew',
    'folder=/home/bob/.config',
    'missing=/home/bob/.config/assume',
    'missing=/home/bob/.config/other',
    'time=1700000000123456 /home/bob/.aws/config',
    'time=7 /home/bob/.aws/credentials',
    'link=/home/bob/.aws/credentials -> /store/credentials',
    'was_HOME=/home/bob',
  ])
  expect(all.slice(10).map((line) => line.replace(/=.*/, ''))).toEqual([
    ...planVariables.map((name) => `was_${name}`),
    'was_AWS_ENDPOINT_URL_S3',
    ...[...credentialVariables, ...fastPathSettings, ...fastPathOwnVariables].map(
      (name) => `set_${name}`,
    ),
    'end',
    '',
  ])
  const text = all.join('\n')
  expect(all.at(-2)).toBe(`end=${text.indexOf('end=')}`)
  expect(text).not.toContain('SECRET=x')
})

test('an absent value differs from an empty value', () => {
  expect(lines()).toContain('was_AWS_REGION=')
  expect(lines()).toContain('was_AWS_DEFAULT_REGION')
  expect(lines()).toContain('set_AWS_PROFILE')
  expect(lines({ renewSeconds: 600 })).toContain('renew=600')
})

test.each<[string, Partial<FastPathSession>]>([
  ['a word with a space', { words: ['a b'] }],
  ['an option', { words: ['-v'] }],
  ['a word that could be a reference to a file', { words: ['a%b'] }],
  ['a long word', { words: ['x'.repeat(101)] }],
  [
    'a variable that no wrapper sets',
    {
      variables: { ...take.variables, ASSUME_SETTINGS: 'AWS_ENDPOINT_URL_S3' },
    },
  ],
  ['a value that is not ASCII', { variables: { ...take.variables, ASSUME_ROLE: 'größe' } }],
  ['a line break', { env: { HOME: '/home\n/bob' } }],
  [
    'a token that is too long',
    {
      variables: { ...take.variables, AWS_SESSION_TOKEN: 'x'.repeat(16_000) },
    },
  ],
  [
    'too many paths',
    { watched: Array.from({ length: 90 }, (_, index) => ({ file: `/${index}`, time: 1n })) },
  ],
])('no file is written for %s', (_, changes) => {
  expect(fastPathText({ ...take, ...changes })).toBeUndefined()
})

test('each command line has one file name, which is not a path', () => {
  const all = [['a'], ['a', 'b'], ['a.b'], ['.'], ['..'], ['a+b'], ['a/b'], ['a', 'arn:aws:b/c']]
  const names = all.map(fastPathName)
  expect(new Set(names).size).toBe(all.length)
  for (const name of names) expect(name).toMatch(/^words=[^/]+$/)
})

test('the watched files and the end can be read from the text', () => {
  const text = lines()?.join('\n') ?? ''
  expect(untilOf(text)).toBe(1_700_000_000)
  expect(timesIn(text)).toEqual([
    { file: '/home/bob/.aws/config', time: 1_700_000_000_123_456n },
    { file: '/home/bob/.aws/credentials', time: 7n },
  ])
})

/** The names stand in a regular expression, which `npm run generate` does not write. */
test('the wrapper for fish reads the variables in the same order', () => {
  const wrapper = readFileSync('shell/fast-path.fish', 'utf8')
  const names = [...wrapper.matchAll(/(?:^|\))set_([A-Z_]+)/gm)].map(([, name]) => name)
  expect(names).toEqual([...credentialVariables, ...fastPathSettings, ...fastPathOwnVariables])
})

/** The names stand in patterns, which `npm run generate` does not write. */
test.each(['bash', 'zsh', 'fish'])('the wrapper for %s knows the same settings', (shell) => {
  const wrapper = readFileSync(`shell/fast-path.${shell}`, 'utf8')
  const [, check = ''] = /function __assume_check_active\b(.*?)\n(?:\}|end)\n/s.exec(wrapper) ?? []
  const regex = /-qrv '(\S+)'/.exec(check)?.[1]
  const isKnown = (name: string) =>
    regex ? new RegExp(regex).test(name) : check.match(/\bAWS_\w+(?= [|]|\))/g)?.includes(name)
  expect(fastPathSettings.filter((name) => !isKnown(name))).toEqual([])
  expect(isKnown('AWS_ENDPOINT_URL_STS')).toBeFalsy()
})

/** Requests for all kinds of targets, with all settings of a profile and with what AWS wants of keys. */
test.each([['prod'], ['base', 'admin'], ['base', '123456789012:wanting'], ['123456789012:Admin']])(
  'a plan reads no other variable: %s',
  (...words) => {
    const read = new Set<string>()
    const env = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => void read.add(String(name)),
        has: (_, name) => Boolean(read.add(String(name))),
      },
    )
    const config = `[profile prod]
role_arn = ${arn('admin')}
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/bob
[profile base]
${keys(telling)}
[sso-session corp]
sso_start_url = https://demo.awsapps.com/start
sso_region = eu-west-1
[default]
region = eu-west-1`
    const memory = {
      ofRole: (role: string) => (role.endsWith('wanting') ? ({ wantsMfa: true } as const) : {}),
    }
    const inputs = planInputsOf({ config, env, memory })
    const target = targetOf({ words, profile: undefined, tokenCode: undefined })
    expect(makePlan({ ...target, options: {} }, inputs)).toHaveProperty('value')
    expect(read.size).toBeGreaterThan(5)
    expect([...read].filter((name) => !isPlanVariable(name))).toEqual([])
    expect(read.has('AWS_MFA_SERIAL')).toBe(words.includes('123456789012:wanting'))
  },
)
