import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type FastPathSession,
  fastPathName,
  fastPathOwnVariables,
  fastPathSettings,
  fastPathText,
  planVariables,
} from '../../../src/formats/fast-path-format.ts'
import { credentialVariables } from '../../../src/formats/variables.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import { targetOf } from '../../../src/plan/request.ts'
import { arn, keys, planInputsOf, telling } from '../plan/planning.ts'

const take: FastPathSession = {
  words: ['prod'],
  session: '0123456789abcdef.json',
  until: new Date(1_700_000_000_999),
  older: ['/home/bob/.aws/config', '/home/bob/.aws'],
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
  expect(all.slice(0, 8)).toEqual([
    'format=3',
    'words=prod',
    'session=0123456789abcdef.json',
    'until=1700000000',
    'renew',
    'older=/home/bob/.aws/config',
    'older=/home/bob/.aws',
    'was_HOME=/home/bob',
  ])
  expect(all.slice(7).map((line) => line.replace(/=.*/, ''))).toEqual([
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
  ['a word that cannot be in a file name', { words: ['a/b'] }],
  ['an option', { words: ['-v'] }],
  ['an ARN', { words: ['arn:aws:iam::123456789012:role/x'] }],
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
  ['too many paths', { older: Array.from({ length: 90 }, (_, index) => `/${index}`) }],
])('no file is written for %s', (_, changes) => {
  expect(fastPathText({ ...take, ...changes })).toBeUndefined()
})

test('each command line has one file name, which is not a path', () => {
  const all = [['a'], ['a', 'b'], ['a.b'], ['.'], ['..'], ['user', 'b'], ['a', 'b.c']]
  const names = all.map(fastPathName)
  expect(new Set(names).size).toBe(all.length)
  for (const name of names) expect(name).toMatch(/^(profile|user)=[^/]+$/)
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

/** The requests are for a profile and for a role of a user, with all settings of a profile. */
test.each([['prod'], ['base', 'admin']])('a plan reads no other variable: %s', (...words) => {
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
[default]
region = eu-west-1`
  const inputs = planInputsOf({ config, env })
  expect(
    makePlan(
      { ...targetOf({ words, profile: undefined, tokenCode: undefined }), options: {} },
      inputs,
    ),
  ).toHaveProperty('value')
  expect(read.size).toBeGreaterThan(5)
  const named = [...read].filter((name) => !name.startsWith('AWS_ENDPOINT_URL_'))
  expect(planVariables).toEqual(expect.arrayContaining(named))
})
