import { describe, expect, it } from 'vitest'
import type { Mfa, Plan } from '../../../src/plan/plan.ts'
import { type Asked, arn, keys, plan, settingsIn, silent, telling, temporary } from './planning.ts'

const bob = `[Bob]\n${keys(telling)}`
const source = {
  kind: 'access-key',
  profile: 'Bob',
  identity: telling,
  isLongTerm: true,
}

const where = { region: 'us-east-1', fips: false, dualstack: false }
const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const derived = { serial, from: 'the name of the user' }

const role = (name: string, from: string, ...more: string[]) =>
  [`[profile ${name}]`, `role_arn = ${arn(name)}`, `source_profile = ${from}`, ...more, ''].join(
    '\n',
  )

const mfaSession = (mfa: Mfa) => ({
  operation: 'GetSessionToken' as const,
  input: { DurationSeconds: 14_400, SerialNumber: mfa.serial },
  mfa,
  why: 'one code for all roles of these keys, for 4 h',
})

const step = (name: string, more: object = {}, session = 'login') => ({
  operation: 'AssumeRole',
  input: { RoleArn: arn(name), RoleSessionName: session, ...more },
})

describe('a plan is made', () => {
  it('for long-term credentials: no step', () => {
    expect(plan('Bob', { credentials: bob })).toEqual({
      value: {
        ...where,
        target: 'Bob',
        label: 'Bob',
        source,
        steps: [],
        settings: {},
        notes: [],
      } satisfies Plan,
    })
  })

  it('for USER ROLE CODE: an MFA session, and the role from it', () => {
    expect(plan('Bob admin 123456', { credentials: bob })).toEqual({
      value: {
        ...where,
        target: 'Bob admin',
        label: 'admin',
        source,
        steps: [
          mfaSession(derived),
          { operation: 'AssumeRole', input: { RoleArn: arn('admin'), RoleSessionName: 'Bob' } },
        ],
        settings: {},
        notes: [],
      } satisfies Plan,
    })
  })

  it('for a chain of roles: an MFA session, and a step for each role', () => {
    const config =
      role('last', 'middle', 'region = eu-west-1', 'external_id = id') +
      role('middle', 'first', 'region = x-y-1', 'duration_seconds = 900') +
      role('first', 'Bob', `mfa_serial = ${serial}`)
    expect(plan('last', { config, credentials: bob })).toEqual({
      value: {
        ...where,
        region: 'eu-west-1',
        target: 'last',
        label: 'last',
        source,
        steps: [
          mfaSession({ serial, from: 'mfa_serial of "first" (~/.aws/config:14)' }),
          { ...step('first'), profile: 'first' },
          { ...step('middle', { DurationSeconds: 900 }), profile: 'middle' },
          { ...step('last', { ExternalId: 'id' }), profile: 'last' },
        ],
        settings: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' },
        notes: [],
      },
    })
  })

  it('for a role ARN and credentials of the environment', () => {
    const env = { AWS_ACCESS_KEY_ID: silent, AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }
    expect(plan(`${arn('admin')} 123456`, { env })).toEqual({
      value: {
        ...where,
        target: arn('admin'),
        label: 'admin@123456789012',
        source: { kind: 'environment', identity: silent, isLongTerm: false },
        steps: [step('admin')],
        settings: {},
        notes: [
          'the code was not used: the keys are temporary ones already, and no step asks for MFA',
        ],
      },
    })
  })

  it('for a user session', () => {
    const config = `[profile Bob]\nmfa_serial = ${serial}\n`
    expect(plan('Bob', { config, credentials: bob })).toMatchObject({
      value: {
        steps: [
          {
            operation: 'GetSessionToken',
            input: { DurationSeconds: 14_400, SerialNumber: serial },
            mfa: { serial, from: 'mfa_serial of "Bob" (~/.aws/config:2)' },
          },
        ],
      },
    })
  })

  it('without any secret', () => {
    const credentials = `[Bob]\n${keys(temporary, 'aws_session_token = hush')}`.replace(
      '= s',
      '= hush',
    )
    const env = { AWS_SECRET_ACCESS_KEY: 'hush', AWS_SESSION_TOKEN: 'hush' }
    for (const line of ['Bob', 'Bob admin', 'Bob 123456']) {
      expect(JSON.stringify(plan(line, { credentials, env }))).not.toMatch(/hush|123456"/)
    }
  })
})

describe('the endpoint', () => {
  const config =
    role('prod', 'Bob', 'region = eu-west-1', 'use_fips_endpoint = TRUE', 'services = s') +
    role('far', 'Bob').replaceAll('arn:aws:', 'arn:aws-us-gov:') +
    '[services s]\nsts =\n  endpoint_url = https://sts.example\ns3 =\n  endpoint_url = https://s3.example\n'

  it.each<[string, string, Asked, object]>([
    [
      'the profile',
      'prod',
      {},
      { region: 'eu-west-1', fips: true, endpoint: 'https://sts.example' },
    ],
    [
      'the environment',
      'prod',
      {
        env: {
          AWS_REGION: 'us-west-2',
          AWS_ENDPOINT_URL: 'https://all.example',
          AWS_USE_FIPS_ENDPOINT: 'false',
        },
      },
      { region: 'us-west-2', fips: false, endpoint: 'https://all.example' },
    ],
    [
      'AWS_ENDPOINT_URL_STS',
      'prod',
      {
        env: { AWS_ENDPOINT_URL_STS: 'https://x.example', AWS_ENDPOINT_URL: 'https://all.example' },
      },
      { endpoint: 'https://x.example' },
    ],
    [
      'the legacy variable',
      'Bob admin',
      { env: { AWS_DEFAULT_REGION: 'us-west-2' } },
      { region: 'us-west-2' },
    ],
    [
      'the option',
      'prod',
      { options: { region: 'ap-south-1' }, env: { AWS_REGION: 'us-west-2' } },
      { region: 'ap-south-1' },
    ],
    [
      'the settings of assume',
      'Bob admin',
      { settings: settingsIn('region = eu-north-1') },
      { region: 'eu-north-1' },
    ],
    ['the partition of the role', 'far', {}, { region: 'us-gov-west-1' }],
    [
      'the partition of an ARN',
      'Bob arn:aws-cn:iam::123456789012:role/x',
      {},
      { region: 'cn-northwest-1' },
    ],
  ])('%s', (_, line, asked, expected) => {
    expect(plan(line, { config, credentials: bob, ...asked })).toMatchObject({ value: expected })
  })

  it('and the settings of the profile are set in the shell, unless it has its own', () => {
    const settled = `[profile Bob]\nca_bundle = /ca.pem\nendpoint_url = https://all.example\nuse_dualstack_endpoint = False\n`
    expect(plan('Bob', { config: settled, credentials: bob })).toMatchObject({
      value: {
        settings: {
          AWS_CA_BUNDLE: '/ca.pem',
          AWS_ENDPOINT_URL: 'https://all.example',
          AWS_USE_DUALSTACK_ENDPOINT: 'false',
        },
      },
    })
    const env = { AWS_CA_BUNDLE: '/own.pem', AWS_ENDPOINT_URL: 'https://own.example' }
    expect(plan('Bob', { config: settled, credentials: bob, env })).toMatchObject({
      value: { settings: { AWS_USE_DUALSTACK_ENDPOINT: 'false' } },
    })
    expect(plan('prod', { config, credentials: bob })).toMatchObject({
      value: {
        settings: {
          AWS_USE_FIPS_ENDPOINT: 'true',
          AWS_ENDPOINT_URL_STS: 'https://sts.example',
          AWS_ENDPOINT_URL_S3: 'https://s3.example',
        },
      },
    })
  })

  it.each(['http://aws.example', 'http://localhost.evil.example', 'http://127.0.0.1.example'])(
    '%s is rejected unless it is allowed',
    (url) => {
      const asked = { credentials: bob, env: { AWS_ENDPOINT_URL_STS: url } }
      expect(() => plan('Bob admin', asked)).toThrow(`${url} is not encrypted`)
      const options = { allowHttpEndpoint: true }
      expect(plan('Bob admin', { ...asked, options })).toMatchObject({
        value: { endpoint: url, allowsHttp: true },
      })
    },
  )

  it.each([
    'http://127.0.0.1:4566',
    'http://[::1]:4566',
    'http://localhost',
    'https://aws.example',
  ])('%s is used', (url) => {
    const env = { AWS_ENDPOINT_URL_STS: url }
    expect(plan('Bob admin', { credentials: bob, env })).toMatchObject({
      value: { endpoint: url, notes: [] },
    })
  })
})
