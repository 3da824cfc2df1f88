import { describe, expect, it } from 'vitest'
import { type Asked, arn, keys, plan, silent, telling } from './planning.ts'

const config = [
  '[profile prod]',
  `role_arn = ${arn('prod')}`,
  'source_profile = Bob',
  '[profile china]',
  `role_arn = ${arn('prod').replace('aws', 'aws-cn')}`,
  'source_profile = Bob',
  '[profile local]',
  `role_arn = ${arn('prod')}`,
  'source_profile = Bob',
  'services = local',
  '[services local]',
  'iam =',
  '  endpoint_url = http://127.0.0.1:4566/iam',
  '',
].join('\n')
const credentials = `[Bob]\n${keys(telling)}`
const files = { config, credentials }

/** IAM was not called yet. */
const devices = {}
const token = 'GAHT12345678'
const byName = 'arn:aws:iam::123456789012:mfa/Bob'
const remembers = (serial: string) => ({ memory: { ofKeys: () => ({ serial }) } })
const identities = {
  [telling]: { arn: 'arn:aws:iam::123456789012:user/Bob', accountId: '123456789012' },
}

const device = (line: string, asked: Asked) => {
  const planned = plan(line, { ...files, ...asked })
  return 'value' in planned ? planned.value.steps[0]?.mfa?.serial : planned.need.fact
}

describe('an MFA device without configuration is', () => {
  it.each<[string, string, Asked, string]>([
    ['AWS_MFA_SERIAL', 'prod 123456', { env: { AWS_MFA_SERIAL: token } }, token],
    [
      'AWS_MFA_SERIAL before what is remembered',
      'prod 123456',
      { env: { AWS_MFA_SERIAL: token }, ...remembers(byName) },
      token,
    ],
    ['the device of the last code', 'prod 123456', { ...remembers(token), devices }, token],
    [
      'the device of the last code, before the device with the user’s name',
      'Bob prod 123456',
      remembers(token),
      token,
    ],
    ['the device with the user’s name', 'Bob prod 123456', { devices }, byName],
    [
      'the device with the user’s name that AWS has returned',
      'prod 123456',
      { identities, devices },
      byName,
    ],
    ['requested from IAM', 'prod 123456', { devices }, 'mfa device'],
    ['the device that IAM has returned', 'prod 123456', { devices: { [telling]: token } }, token],
    [
      'the device with the user’s name, if IAM returns none',
      'prod 123456',
      { devices: { [telling]: undefined } },
      'caller identity',
    ],
  ])('%s', (_, line, asked, expected) => {
    expect(device(line, asked)).toBe(expected)
  })

  it('undefined without a code and a request for MFA', () => {
    expect(device('prod', { env: { AWS_MFA_SERIAL: token }, ...remembers(token) })).toBeUndefined()
  })

  it.each([
    ['prod', { region: 'us-east-1' }],
    ['china', { region: 'cn-northwest-1' }],
    ['local', { endpoint: 'http://127.0.0.1:4566/iam' }],
  ])('requested from the IAM endpoint: %s', (name, endpointConfig) => {
    const planned = plan(`${name} 123456`, { ...files, devices, env: { AWS_REGION: '' } })
    expect(planned).toMatchObject({ need: { fact: 'mfa device', endpointConfig } })
  })

  it.each([
    ['with another STS endpoint', { AWS_ENDPOINT_URL_STS: 'https://sts.example' }],
    [
      'with an IAM endpoint without TLS',
      { AWS_ENDPOINT_URL_IAM: 'http://iam.example', AWS_ENDPOINT_URL_STS: 'https://sts.example' },
    ],
  ])('not requested with %s', (_, env) => {
    expect(device('prod 123456', { devices, env })).toBe('caller identity')
  })

  it.each([
    ['no serial number', 'short', '"short" is not the serial number of an MFA device'],
    ['a passkey', 'arn:aws:iam::123456789012:u2f/user/Bob/k-1', 'is a passkey or a FIDO'],
  ])('rejected if AWS_MFA_SERIAL is %s', (_, serial, message) => {
    expect(() => device('prod 123456', { env: { AWS_MFA_SERIAL: serial } })).toThrow(message)
  })

  it('not requested with temporary credentials', () => {
    const session = `[Bob]\n${keys(silent, 'aws_session_token = t')}`
    expect(device('prod 123456', { credentials: session, devices })).toBeUndefined()
  })
})
