import { describe, expect, it } from 'vitest'
import { readProfiles } from '../../../src/config/read-profiles.ts'
import { environment } from '../../../src/sources/environment.ts'
import { profileSources } from '../../../src/sources/index.ts'
import { planInputsOf, silentInteraction } from '../plan/planning.ts'

const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n'

/** Returns the result of the first source that recognises profile p. */
function found(config: string, credentials = '') {
  const profiles = readProfiles({
    config: { file: '~/.aws/config', text: config && `[profile p]\n${config}` },
    credentials: { file: '~/.aws/credentials', text: credentials && `[p]\n${credentials}` },
  })
  const profile = profiles.profiles.get('p')
  if (!profile) return undefined
  const source = profileSources.find((each) => each.find(profile, profiles))
  return source && { source, profiles, found: source.find(profile, profiles) }
}

describe('the credentials of a profile', () => {
  it.each([
    ['in the credentials file', '', keys, 'access-key'],
    ['in the config file', keys, '', 'access-key'],
    ['in both files', keys, keys, 'access-key'],
    ['of a user', '', keys, 'access-key'],
  ])('%s', async (_, config, credentials, kind) => {
    const { source, profiles, found: what } = found(config, credentials) ?? {}
    expect(what).toEqual({ kind, profile: 'p', identity: 'AKIAIOSFODNN7EXAMPLE', isLongTerm: true })
    expect(
      what &&
        profiles &&
        (await source?.fetch?.(what, { ...planInputsOf({}), profiles }, silentInteraction)),
    ).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'secret',
    })
  })

  it.each([
    ['aws_session_token = t\n', 't'],
    ['aws_security_token = old\n', 'old'],
    ['aws_session_token = t\naws_security_token = old\n', 'old'],
  ])('can be session credentials: %j', async (more, sessionToken) => {
    const { source, profiles, found: what } = found('', keys + more) ?? {}
    expect(what).toMatchObject({ isLongTerm: false })
    expect(
      what &&
        profiles &&
        (await source?.fetch?.(what, { ...planInputsOf({}), profiles }, silentInteraction)),
    ).toMatchObject({
      sessionToken,
    })
  })

  it.each([
    ['aws_account_id = 123456789012', { accountId: '123456789012' }],
    ['aws_account_id = my account', {}],
    ['aws_session_token =', { isLongTerm: true }],
  ])('are invalid with %s', (line, expected) => {
    const { found: what } = found('', `${keys}${line}\n`) ?? {}
    expect(what).toMatchObject(expected)
    if (!('accountId' in expected)) expect(what).not.toHaveProperty('accountId')
  })

  it('are incomplete if each file contains one half', () => {
    const [id = '', secret = ''] = keys.split('\n')
    expect(found(id, secret)?.found).toMatchObject({ identity: 'AKIAIOSFODNN7EXAMPLE' })
    expect(() => found(id)).toThrow('profile "p" has keys, but no aws_secret_access_key')
    expect(() => found('', secret)).toThrow('profile "p" has keys, but no aws_access_key_id')
    expect(() => found('aws_access_key_id =\naws_secret_access_key = x')).toThrow(
      'profile "p" has keys, but no aws_access_key_id',
    )
  })

  it('are undefined if the profile has none', () => {
    expect(found('region = eu-west-1')).toBeUndefined()
  })
})

describe('the credentials of the environment', () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }

  it.each([
    ['of a user', {}, { isLongTerm: true }],
    ['of a session', { AWS_SESSION_TOKEN: 't' }, { isLongTerm: false }],
    ['of a session, with the legacy variable', { AWS_SECURITY_TOKEN: 't' }, { isLongTerm: false }],
    ['with an empty token', { AWS_SESSION_TOKEN: '' }, { isLongTerm: true }],
    ['with an account', { AWS_ACCOUNT_ID: '123456789012' }, { accountId: '123456789012' }],
  ])('%s', (_, more, expected) => {
    expect(environment.find({ ...env, ...more })).toMatchObject({
      kind: 'environment',
      identity: 'AKIAIOSFODNN7EXAMPLE',
      ...expected,
    })
  })

  it('are undefined or incomplete', () => {
    expect(environment.find({})).toBeUndefined()
    expect(environment.find({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).toBeUndefined()
    expect(() => environment.find({ AWS_ACCESS_KEY_ID: 'x' })).toThrow(
      'AWS_SECRET_ACCESS_KEY is not',
    )
    expect(() => environment.find({ AWS_SECRET_ACCESS_KEY: 'x' })).toThrow(
      'AWS_ACCESS_KEY_ID is not',
    )
  })

  it('use the legacy token variable first, as botocore does', async () => {
    const both = { ...env, AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' }
    expect(await environment.fetch(both)).toMatchObject({ sessionToken: 'old' })
  })
})
