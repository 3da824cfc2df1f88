import { describe, expect, it } from 'vitest'
import type { Environment } from '../../../../src/model/context.ts'
import { keys, plan, telling } from '../planning.ts'

const credentials = `[Bob]\n${keys(telling)}`

/** The endpoint of a plan with the given keys in the profile and the given environment. */
function planned(profile: string, env: Environment = {}) {
  const config = `[profile Bob]\n${profile}\n`
  const made = plan('Bob admin', { config, credentials, env })
  if ('need' in made) throw new Error('needs to know something')
  return made.value
}

const europe = { AWS_REGION: 'eu-west-1' }
const global = { region: 'us-east-1', endpoint: 'https://sts.amazonaws.com' }

describe('sts_regional_endpoints', () => {
  it.each([
    ['', {}, false],
    ['sts_regional_endpoints = regional', {}, false],
    ['sts_regional_endpoints = legacy', {}, true],
    ['sts_regional_endpoints = legacy', { AWS_STS_REGIONAL_ENDPOINTS: 'regional' }, false],
    ['', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, true],
    ['', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy', AWS_REGION: 'eu-south-1' }, false],
    ['', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy', AWS_USE_FIPS_ENDPOINT: 'true' }, false],
    ['', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy', AWS_USE_DUALSTACK_ENDPOINT: 'true' }, false],
  ])('%j, %j: the global endpoint: %s', (profile, env, isGlobal) => {
    const where = planned(profile, { ...europe, ...env })
    if (isGlobal) expect(where).toMatchObject(global)
    else expect(where).not.toHaveProperty('endpoint')
  })

  it('is ignored if an endpoint is configured', () => {
    const env = { ...europe, AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }
    expect(planned('endpoint_url = https://x.example', env)).toMatchObject({
      region: 'eu-west-1',
      endpoint: 'https://x.example',
    })
  })
})

describe('invalid regions', () => {
  it.each([
    ['aws-global', global],
    ['us-east-1-fips', { region: 'us-east-1', fips: true }],
    ['fips-us-west-2', { region: 'us-west-2', fips: true }],
    ['us-gov-west-1-fips', { region: 'us-gov-west-1', fips: true }],
  ])('%s', (AWS_REGION, where) => {
    expect(planned('', { AWS_REGION })).toMatchObject(where)
  })
})

describe('configured endpoints', () => {
  const profile = 'endpoint_url = https://x.example\nservices = x'

  it.each([
    [`${profile}\nignore_configured_endpoint_urls = TRUE`, {}],
    [profile, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }],
    [
      `${profile}\nignore_configured_endpoint_urls = true`,
      { AWS_ENDPOINT_URL: 'https://y.example' },
    ],
  ])('can be ignored: %j, %j', (text, env) => {
    const { settings, ...where } = planned(text, env)
    expect(where).not.toHaveProperty('endpoint')
    expect(Object.keys(settings).filter((name) => /ENDPOINT_URL(_|$)/.test(name))).toEqual([])
  })

  it('are also ignored in the shell', () => {
    expect(planned('ignore_configured_endpoint_urls = true').settings).toEqual({
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    })
  })
})

describe('retries', () => {
  it.each([
    ['', {}, undefined],
    ['max_attempts = 5\nretry_mode = adaptive', {}, { attempts: 5, mode: 'adaptive' }],
    ['max_attempts = 5', { AWS_MAX_ATTEMPTS: '1' }, { attempts: 1 }],
    ['retry_mode = adaptive', { AWS_RETRY_MODE: 'legacy' }, undefined],
    ['', { AWS_RETRY_MODE: 'standard', AWS_MAX_ATTEMPTS: '' }, undefined],
  ])('%j, %j: %j', (profile, env, retries) => {
    expect(planned(profile, env).retries).toEqual(retries)
  })
})

describe('certificates', () => {
  it.each([
    ['ca_bundle = /p', { AWS_CA_BUNDLE: '/e', REQUESTS_CA_BUNDLE: '/r' }, '/e', 'AWS_CA_BUNDLE'],
    ['ca_bundle = /p', { REQUESTS_CA_BUNDLE: '/r' }, '/p', '~/.aws/config:2, ca_bundle'],
    ['', { REQUESTS_CA_BUNDLE: '/r' }, '/r', 'REQUESTS_CA_BUNDLE'],
  ])('%j, %j: %s', (profile, env, path, from) => {
    expect(planned(profile, env).caBundle).toEqual({ path, from })
  })
})

it.each([
  ['max_attempts = 0', {}, '~/.aws/config:2, max_attempts: "0" is no number of tries'],
  ['', { AWS_MAX_ATTEMPTS: 'many' }, 'AWS_MAX_ATTEMPTS: "many" is no number of tries'],
  ['', { AWS_RETRY_MODE: 'eager' }, 'AWS_RETRY_MODE: "eager" is not a retry mode'],
  [
    'sts_regional_endpoints = Legacy',
    {},
    '~/.aws/config:2, sts_regional_endpoints: "Legacy" is neither regional nor legacy',
  ],
])('%j, %j: %s', (profile, env, message) => {
  expect(() => planned(profile, { ...europe, ...env })).toThrow(message)
})
