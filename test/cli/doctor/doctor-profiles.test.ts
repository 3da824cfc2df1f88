import { describe, expect, it } from 'vitest'
import { examined } from '../../support/examination.ts'
import { temporaryHome } from '../../support/home.ts'

const credentials = '[bob]\naws_access_key_id = test\naws_secret_access_key = test\n'
const role = (...lines: readonly string[]) =>
  [
    '[profile prod]',
    'role_arn = arn:aws:iam::123456789012:role/prod',
    'source_profile = bob',
    ...lines,
    '',
  ].join('\n')

async function found(config: string, settings = '', env: Readonly<Record<string, string>> = {}) {
  const home = temporaryHome({
    '.aws/config': config,
    '.aws/credentials': credentials,
    '.config/assume/config': settings,
  })
  const { findings } = await examined(['--offline'], { ...home.env, ...env })
  return findings.filter(({ id }) => /^profile|^endpoint/.test(id))
}

const shared = 'profile "prod" cannot work, in the AWS CLI either'
const own = 'assume cannot use profile "prod"; the AWS CLI does not read this part of it'

describe('assume doctor says whether the AWS CLI also rejects', () => {
  it.each([
    ['a role ARN', role().replace('role/prod', 'user/prod'), '', shared],
    ['a source profile that does not exist', role().replace('= bob', '= bobby'), '', shared],
    ['a duration', role('duration_seconds = 43201'), '', shared],
    ['a session policy', role('policy = {'), '', own],
    ['session tags', role('session_tags = nonsense'), '', own],
    [
      'a value of process_keys',
      `${role()}[profile p]\ncredential_process = x\nprocess_keys = mine\n`,
      '',
      own.replace('prod', 'p'),
    ],
    ['a setting', role(), 'duration = 13h\n', own],
    ['a policy and a role ARN', role('policy = {').replace('role/prod', 'user/prod'), '', shared],
  ])('%s', async (_, config, settings, why) => {
    expect(await found(config, settings)).toMatchObject([{ severity: 'broken', why }])
  })
})

describe('an endpoint without TLS on another machine', () => {
  const endpoint = 'http://store.example:9000'
  const warning = {
    id: 'endpoint-unencrypted',
    severity: 'warning',
    what: expect.stringContaining(`${endpoint} is not encrypted`),
    why: "assume prod calls it only with --allow-http-endpoint; AWS's tools do without a word",
    hints: ['use https://…; or, in a network that you trust: --allow-http-endpoint'],
  }

  it('is a warning that names --allow-http-endpoint', async () => {
    expect(await found(role(`endpoint_url = ${endpoint}`))).toMatchObject([warning])
    expect(await found(role(), '', { AWS_ENDPOINT_URL_STS: endpoint })).toMatchObject([warning])
  })

  it('does not hide another fault of the profile', async () => {
    const config = role(`endpoint_url = ${endpoint}`).replace('= bob', '= bobby')
    expect(await found(config)).toMatchObject([{ severity: 'broken', why: shared }])
  })
})

it('a role ARN of another store is valid only with an STS endpoint', async () => {
  const config = role().replace('arn:aws:iam::123456789012', 'arn:aws:iam::')
  expect(await found(config)).toMatchObject([{ severity: 'broken', why: shared }])
  const env = { AWS_ENDPOINT_URL_STS: 'https://store.example' }
  expect(await found(config, '', env)).toMatchObject([{ id: 'profiles', severity: 'ok' }])
})
