import { describe, expect, it } from 'vitest'
import type { LearnedFacts } from '../../../src/plan/learned-facts.ts'
import { type Asked, arn, keys, plan, settingsIn, telling, temporary } from './planning.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const credentials = `[Bob]\n${keys(telling)}`
const config = [
  '[profile prod]',
  `role_arn = ${arn('prod')}`,
  'source_profile = Bob',
  'role_session_name = me',
  `mfa_serial = ${serial}`,
  '',
].join('\n')

function steps(line: string, asked: Asked = {}) {
  const planned = plan(line, { credentials, config, ...asked })
  if ('value' in planned) return planned.value.steps
  throw new Error('something is left to be known')
}

const role = { RoleArn: arn('prod'), RoleSessionName: 'me' }

describe('a role that requires MFA', () => {
  it.each<[string, string, number, Asked]>([
    ['no duration', '4 h', 14_400, {}],
    ['an hour', '4 h', 14_400, { options: { duration: 3600 } }],
    ['less', '4 h', 14_400, { options: { duration: 900 } }],
    [
      'mfa_session_duration = 36h',
      '36 h',
      129_600,
      { settings: settingsIn('mfa_session_duration = 36h') },
    ],
    [
      'mfa_session_duration = 90m',
      '90 min',
      5400,
      { settings: settingsIn('mfa_session_duration = 90m') },
    ],
  ])('is assumed from an MFA session: %s', (_, shown, seconds, asked) => {
    const [session, ...others] = steps('prod', asked)
    expect(session).toEqual({
      operation: 'GetSessionToken',
      input: { SerialNumber: serial, DurationSeconds: seconds },
      mfa: { serial, from: 'mfa_serial of "prod" (~/.aws/config:5)' },
      why: `one code for all roles of these keys, for ${shown}`,
    })
    const duration = asked.options?.duration
    const input = { ...role, ...(duration !== undefined && { DurationSeconds: duration }) }
    expect(others).toEqual([{ operation: 'AssumeRole', profile: 'prod', input }])
  })

  const remembering = (memory: Partial<LearnedFacts>): Asked => ({ memory })
  it.each<[string, string, Asked]>([
    [
      'more than an hour is requested',
      '90 min asked for, and from an MFA session AWS gives 1 h',
      { options: { duration: 5400 } },
    ],
    [
      'the settings request more than an hour',
      '12 h asked for, and from an MFA session AWS gives 1 h',
      { settings: settingsIn('duration = 12h') },
    ],
    [
      'AWS denied the role to an MFA session',
      'AWS denies it to an MFA session',
      remembering({ ofRole: () => ({ wantsFreshCode: true }) }),
    ],
    [
      'AWS denied an MFA session for the credentials',
      'AWS denies these keys an MFA session',
      remembering({ ofKeys: () => ({ getNoMfaSession: true }) }),
    ],
    [
      'nothing is cached',
      'the setting "cache" is off, so none would be cached',
      { settings: settingsIn('cache = off') },
    ],
  ])('is assumed with the code itself: %s', (_, reason, asked) => {
    const made = steps('prod', asked)
    expect(made).toMatchObject([
      {
        operation: 'AssumeRole',
        input: { ...role, SerialNumber: serial },
        mfa: { serial },
        why: `the code goes to the role itself: ${reason}`,
      },
    ])
  })

  it('is looked up in the learned facts by role and credentials', () => {
    const asked: string[] = []
    const memory: Partial<LearnedFacts> = {
      ofRole: (roleArn, { identity }) => {
        asked.push(`${identity} ${roleArn}`)
        return {}
      },
    }
    steps('prod', { memory })
    expect(new Set(asked)).toEqual(new Set([`${telling} ${arn('prod')}`]))
  })
})

describe('no MFA session is planned', () => {
  it('if MFA is not requested', () => {
    expect(steps('Bob other')).toMatchObject([{ operation: 'AssumeRole' }])
  })

  it('from temporary credentials, because AWS rejects them', () => {
    const env = {
      AWS_ACCESS_KEY_ID: temporary,
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
    }
    const made = steps(arn('other'), { env, options: { serialNumber: serial } })
    expect(made).toMatchObject([{ operation: 'AssumeRole', input: { SerialNumber: serial } }])
  })

  it('except for a role that AWS denied without MFA, with its learned facts', () => {
    const memory: Partial<LearnedFacts> = {
      ofRole: (roleArn) => (roleArn === arn('other') ? { wantsMfa: true } : {}),
    }
    expect(steps('Bob other', { memory })).toMatchObject([
      { operation: 'GetSessionToken', input: { SerialNumber: serial } },
      { operation: 'AssumeRole', input: { RoleArn: arn('other') } },
    ])
    expect(steps('Bob third', { memory })).toMatchObject([{ operation: 'AssumeRole' }])
  })
})

describe('a cached MFA session', () => {
  const there = { serial, seconds: 14_400, sts: 'aws' }
  const memory: Partial<LearnedFacts> = { ofKeys: () => ({ mfaSession: there }) }

  it('is used for roles without an mfa_serial', () => {
    expect(steps('Bob other', { memory })).toMatchObject([
      { operation: 'GetSessionToken', input: { SerialNumber: serial } },
      { operation: 'AssumeRole', input: { RoleArn: arn('other') } },
    ])
  })

  it.each<[string, Asked]>([
    ['more than an hour is requested', { options: { duration: 7200 } }],
    ['it has another duration', { settings: settingsIn('mfa_session_duration = 36h') }],
    ['it is from another STS endpoint', { env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' } }],
    ['it is from another partition', { options: { region: 'us-gov-west-1' } }],
  ])('is not used if %s', (_, asked) => {
    const made = steps('Bob other', { memory, ...asked })
    expect(made).toMatchObject([{ operation: 'AssumeRole' }])
    expect(made[0]).not.toHaveProperty('mfa')
    expect(made[0]?.input).not.toHaveProperty('SerialNumber')
  })
})

it.each(['x', '37h', '10m'])(
  'mfa_session_duration = %s is rejected, and the error names the file',
  (value) => {
    expect(() =>
      steps('prod', { settings: settingsIn(`mfa_session_duration = ${value}`) }),
    ).toThrow('~/.config/assume/config:1, mfa_session_duration: ')
  },
)
