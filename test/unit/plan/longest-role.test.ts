import { describe, expect, it } from 'vitest'
import { type Asked, arn, keys, plan, settingsIn, telling, temporary } from './planning.ts'

const config = [
  '[profile prod]',
  `role_arn = ${arn('prod')}`,
  'source_profile = Bob',
  '[profile coded]',
  `role_arn = ${arn('prod')}`,
  'source_profile = Bob',
  'mfa_serial = GAHT12345678',
  '[profile far]',
  `role_arn = ${arn('far', '210987654321')}`,
  'source_profile = Bob',
  '[profile chained]',
  `role_arn = ${arn('chained')}`,
  'source_profile = prod',
  '[profile borrowed]',
  `role_arn = ${arn('prod')}`,
  'source_profile = session',
  '[profile pod]',
  `role_arn = ${arn('prod')}`,
  'web_identity_token_file = /token',
  '',
].join('\n')
const credentials = `[Bob]\n${keys(telling)}[session]\n${keys(temporary, 'aws_session_token = t')}`
const max = { config, credentials, options: { duration: 'max' } } as const

const maximumOf = (maximum: number | 'unknown') => ({ memory: { maximumOf: () => maximum } })

/** Operation, seconds and whether they are a guess, of each step; or what is to be asked. */
const steps = (line: string, asked: Asked = {}) => {
  const planned = plan(line, { ...max, ...asked })
  if ('need' in planned) return [planned.need.fact]
  return planned.value.steps.map(({ operation, input, isGuess }) =>
    [operation, input.DurationSeconds, isGuess && 'guess'].filter(Boolean).join(' '),
  )
}

describe('max is', () => {
  it.each<[string, string, Asked, string[]]>([
    ['the maximum that IAM returns', 'prod', {}, ['role maximum']],
    [
      'the value that IAM has returned',
      'prod',
      { maxima: { [arn('prod')]: 7200 } },
      ['AssumeRole 7200'],
    ],
    ['the learned value', 'prod', maximumOf(14_400), ['AssumeRole 14400']],
    [
      '12 hours at first, where nobody tells',
      'prod',
      { maxima: { [arn('prod')]: undefined } },
      ['AssumeRole 43200 guess'],
    ],
    [
      '12 hours at first, where nobody told of late',
      'prod',
      maximumOf('unknown'),
      ['AssumeRole 43200 guess'],
    ],
    [
      'an hour if the maximum is unknown and an attempt costs a code',
      'coded',
      maximumOf('unknown'),
      ['GetSessionToken 14400', 'AssumeRole 3600'],
    ],
    ['the known maximum, with a code', 'coded', maximumOf(7200), ['AssumeRole 7200']],
    ['not requested from IAM for another account', 'far', {}, ['AssumeRole 43200 guess']],
    ['an hour in role chaining', 'chained', {}, ['AssumeRole', 'AssumeRole 3600']],
    ['an hour with temporary credentials', 'borrowed', {}, ['AssumeRole 3600']],
    ['attempted for a web identity token', 'pod', {}, ['AssumeRoleWithWebIdentity 43200 guess']],
    [
      'the learned value for a web identity token',
      'pod',
      maximumOf(7200),
      ['AssumeRoleWithWebIdentity 7200'],
    ],
    [
      'also a value of the setting duration',
      'prod',
      { options: {}, settings: settingsIn('duration = max'), ...maximumOf(7200) },
      ['AssumeRole 7200'],
    ],
  ])('%s', (_, line, asked, expected) => {
    expect(steps(line, asked)).toEqual(expected)
  })

  it('36 hours for a user', () => {
    expect(steps('Bob', { options: { duration: 'max', serialNumber: 'GAHT12345678' } })).toEqual([
      'GetSessionToken 129600',
    ])
  })

  it('36 hours for the MFA session that roles are assumed from', () => {
    const asked = { options: {}, settings: settingsIn('mfa_session_duration = max') }
    expect(steps('coded', asked)).toEqual(['GetSessionToken 129600', 'AssumeRole'])
  })

  it('requested only when everything else is valid', () => {
    const options = { duration: 'max', externalId: 'x' } as const
    expect(() => steps('prod', { options })).toThrow('not an external id')
  })
})
