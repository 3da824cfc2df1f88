import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { sessionKey } from '../../../src/plan/session-key.ts'
import { type Asked, arn, keys, plan, settingsIn, silent, telling } from './planning.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const credentials = `[Bob]\n${keys(telling)}[Alice]\n${keys(silent)}`

const profile = (...lines: string[]) =>
  ['[profile prod]', `role_arn = ${arn('prod')}`, 'source_profile = Bob', ...lines, ''].join('\n')

function planOf(line: string, asked: Asked): Plan {
  const planned = plan(line, { credentials, ...asked })
  if ('value' in planned) return planned.value
  throw new Error(`a need: ${planned.need.fact}`)
}

/** The cache key of the session that the shell gets. */
function keyOf(line: string, asked: Asked): string {
  const made = planOf(line, asked)
  return sessionKey(made, made.steps.length - 1)
}

const usual = { config: profile() }
const withMfa = { config: profile(`mfa_serial = ${serial}`) }

describe('the cache key of a session', () => {
  it.each<[string, Asked, Asked]>([
    ['role', usual, { config: profile().replace('role/prod', 'role/other') }],
    ['account of the role', usual, { config: profile().replace('123456789012', '210987654321') }],
    [
      'key id',
      usual,
      { credentials: credentials.replace(telling, 'AKIARZPUZDIKGM3YQ6M4'), ...usual },
    ],
    ['source profile with other keys', usual, { config: profile().replace('= Bob', '= Alice') }],
    [
      'intermediate role',
      usual,
      {
        config: `${profile('x = y').replace('= Bob', '= hub')}[profile hub]\nrole_arn = ${arn('hub')}\nsource_profile = Bob\n`,
      },
    ],
    ['external ID', usual, { config: profile('external_id = id') }],
    ['external ID by option', usual, { ...usual, options: { externalId: 'id' } }],
    ['session name', usual, { config: profile('role_session_name = me') }],
    ['session name by option', usual, { ...usual, options: { sessionName: 'me' } }],
    ['duration', usual, { config: profile('duration_seconds = 900') }],
    ['duration by option', usual, { ...usual, options: { duration: 900 } }],
    ['duration by settings', usual, { ...usual, settings: settingsIn('duration = 15m') }],
    ['session policy', usual, { ...usual, options: { policy: '{"Statement":[]}' } }],
    [
      'managed policy',
      { ...usual, options: { policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
      { ...usual, options: { policyArns: ['arn:aws:iam::aws:policy/ViewOnlyAccess'] } },
    ],
    ['tag', usual, { ...usual, options: { tags: ['team=blue'] } }],
    ['tag of the profile', usual, { config: profile('session_tags = team=blue') }],
    [
      'value of a tag',
      { ...usual, options: { tags: ['team=blue'] } },
      { ...usual, options: { tags: ['team=red'] } },
    ],
    [
      'transitive tag',
      { ...usual, options: { tags: ['team=blue'] } },
      { ...usual, options: { tags: ['team=blue'], transitiveTags: ['team'] } },
    ],
    ['source identity', usual, { ...usual, options: { sourceIdentity: 'bob' } }],
    ['use of MFA', usual, withMfa],
    ['serial', withMfa, { config: profile(`mfa_serial = ${serial}2`) }],
    ['serial by option', withMfa, { ...withMfa, options: { serialNumber: `${serial}2` } }],
    [
      'serial of the role itself',
      { ...withMfa, options: { duration: 7200 } },
      { ...withMfa, options: { duration: 7200, serialNumber: `${serial}2` } },
    ],
    [
      'duration of the MFA session',
      withMfa,
      { ...withMfa, settings: settingsIn('mfa_session_duration = 36h') },
    ],
    ['endpoint', usual, { ...usual, env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' } }],
  ])('differs for another %s', (_, one, other) => {
    const [key, changed] = [keyOf('prod', one), keyOf('prod', other)]
    expect(changed).not.toBe(key)
    // The key is equal again after the change is reverted.
    expect(keyOf('prod', one)).toBe(key)
  })

  it('differs for another partition', () => {
    const made = planOf('prod', usual)
    const last = made.steps.length - 1
    expect(sessionKey({ ...made, region: 'us-gov-west-1' }, last)).not.toBe(sessionKey(made, last))
  })

  it.each<[string, string, Asked]>([
    ['region', 'prod', { ...usual, options: { region: 'eu-west-1' } }],
    ['region of the profile', 'prod', { config: profile('region = eu-west-1') }],
    [
      'file of the credentials',
      'prod',
      { credentials: '', config: `${profile()}[profile Bob]\n${keys(telling)}` },
    ],
    [
      'name of the profile of the credentials',
      'prod',
      { credentials: `[Robert]\n${keys(telling)}`, config: profile().replace('= Bob', '= Robert') },
    ],
    [
      'name of the role’s profile',
      'work',
      { config: profile().replace('[profile prod]', '[profile work]') },
    ],
    [
      'spelling of the role',
      `${arn('prod')}`,
      { env: { AWS_ACCESS_KEY_ID: telling, AWS_SECRET_ACCESS_KEY: 's' } },
    ],
    ['number of attempts', 'prod', { config: profile('max_attempts = 7') }],
  ])('is equal for another %s', (_, line, asked) => {
    expect(keyOf(line, asked)).toBe(keyOf('prod', usual))
  })

  it('contains the identity of each kind of source', () => {
    const { steps, ...others } = planOf('prod', usual)
    const keyFrom = (source: Partial<Plan['source']>) =>
      sessionKey({ ...others, steps, source: { ...others.source, ...source } }, 0)
    const sources = [
      {},
      { kind: 'sso' },
      { kind: 'sso', identity: 'session 123456789012 admin' },
      { kind: 'sso', identity: 'session 210987654321 admin' },
      { kind: 'web-identity', identity: '/run/token', tokenFor: arn('one') },
      { kind: 'web-identity', identity: '/run/token', tokenFor: arn('two') },
    ]
    expect(new Set(sources.map(keyFrom)).size).toBe(sources.length)
  })

  it('of an MFA session is equal for all roles', () => {
    const roles = ['prod', 'Bob other 123456', 'Bob 210987654321:admin 123456'].map((line) =>
      planOf(line, withMfa),
    )
    const [first] = roles
    expect(new Set(roles.map((each) => sessionKey(each, 0))).size).toBe(1)
    expect(new Set(roles.map((each) => sessionKey(each, 1))).size).toBe(3)
    // The key equals that of the user’s own MFA session.
    expect(keyOf('Bob', { ...withMfa, options: { serialNumber: serial } })).toBe(
      sessionKey(first as Plan, 0),
    )
  })

  it('contains no secret and no code', () => {
    const key = keyOf('Bob admin 123456', {
      credentials: credentials.replaceAll('= s\n', '= hush\n'),
    })
    expect(key).not.toMatch(/123456(?!789012)|hush/)
  })
})
