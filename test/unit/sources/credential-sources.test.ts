import { describe, expect, it } from 'vitest'
import { ec2InstanceMetadata } from '../../../src/sources/ec2-instance-metadata.ts'
import { ecsContainer } from '../../../src/sources/ecs-container.ts'
import { credentialSources } from '../../../src/sources/index.ts'
import { metadataCredentials } from '../../../src/sources/metadata/metadata-credentials.ts'

it('credential_source accepts three values', () => {
  expect(credentialSources.map(({ word }) => word)).toEqual([
    'Environment',
    'Ec2InstanceMetadata',
    'EcsContainer',
  ])
})

describe('the endpoint of instance metadata', () => {
  it.each([
    [{}, 'http://169.254.169.254'],
    [{ AWS_EC2_METADATA_DISABLED: 'false' }, 'http://169.254.169.254'],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv4' }, 'http://169.254.169.254'],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' }, 'http://[fd00:ec2::254]'],
    [
      {
        AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://metadata.example:8080/base/',
      },
      'http://metadata.example:8080/base',
    ],
  ])('%j: %s', (env, identity) => {
    const source = { kind: 'ec2-instance-metadata', identity, isLongTerm: false }
    expect(ec2InstanceMetadata.find(env)).toEqual(source)
  })
})

describe('the endpoint of container credentials', () => {
  const full = (url: string) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url })

  it.each([
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x?y=z' }, 'http://169.254.170.2/v2/x?y=z'],
    [
      { ...full('http://127.0.0.1/'), AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' },
      'http://169.254.170.2/v2/x',
    ],
    [full('https://keys.example/x'), 'https://keys.example/x'],
    [full('http://169.254.170.2/x'), 'http://169.254.170.2/x'],
    [full('http://169.254.170.23/v1/credentials'), 'http://169.254.170.23/v1/credentials'],
    [full('http://[fd00:ec2::23]/v1'), 'http://[fd00:ec2::23]/v1'],
    [full('http://[FD00:EC2:0:0::23]/v1'), 'http://[fd00:ec2::23]/v1'],
    [full('http://[::1]:8080/'), 'http://[::1]:8080/'],
    [full('http://localhost:8080'), 'http://localhost:8080/'],
    [full('http://127.1.2.3/'), 'http://127.1.2.3/'],
  ])('%j: %s', (env, identity) => {
    expect(ecsContainer.find(env)).toEqual({ kind: 'ecs-container', identity, isLongTerm: false })
  })

  it.each([
    'http://example/',
    'http://10.0.0.1/',
    'http://169.254.170.22/',
    'http://[fd00:ec2::24]/',
    'http://[::ffff:10.0.0.1]/',
    'http://127.0.0.1.example/',
    'http://[::]/',
  ])('cannot be %s', (url) => {
    expect(() => ecsContainer.find(full(url))).toThrow('keys come without TLS only from near by')
  })

  it('is undefined without variables', () => {
    expect(ecsContainer.find({})).toBeUndefined()
    expect(ecsContainer.find(full(''))).toBeUndefined()
  })
})

describe('credentials of a metadata endpoint', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const answer = {
    AccessKeyId: 'ASIARZPUZDIKGM3YQ6M3',
    SecretAccessKey: 'secret',
    Token: 'token==',
    Expiration: '2026-11-23T18:00:00Z',
  }
  const keys = {
    accessKeyId: 'ASIARZPUZDIKGM3YQ6M3',
    secretAccessKey: 'secret',
    sessionToken: 'token==',
    expiration: new Date('2026-11-23T18:00:00Z'),
  }

  it.each([
    [{}, {}],
    [{ AccountId: '123456789012' }, { accountId: '123456789012' }],
    [{ AccountId: 'mine' }, {}],
    [{ AccountId: 123_456_789_012 }, {}],
    [{ Expiration: '2026-11-23T20:00:00.5+02:00' }, { expiration: new Date(1795456800500) }],
  ])('are rejected with %j', (more, expected) => {
    expect(metadataCredentials(JSON.stringify({ ...answer, ...more }), now)).toEqual({
      ...keys,
      ...expected,
    })
  })

  it('are rejected after they expired', () => {
    expect(metadataCredentials(JSON.stringify(answer), keys.expiration)).toBe(
      'its keys ended at 2026-11-23T18:00:00.000Z, and here it is 2026-11-23T18:00:00.000Z',
    )
  })
})
