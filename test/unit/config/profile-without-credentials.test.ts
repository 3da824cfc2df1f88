import { expect, it } from 'vitest'
import { WORD_KEYS } from '../../../src/config/profile-keys.ts'
import { profileWithoutCredentials } from '../../../src/config/profile-without-credentials.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'

const without = (name: string | undefined, config: string, credentials = '') => {
  const texts = {
    config: { file: 'c', text: config },
    credentials: { file: 'k', text: credentials },
  }
  return profileWithoutCredentials(name, readProfiles(texts))
}

it('keeps every setting, in [default] and under its own name', () => {
  const text = without(
    'prod',
    `[profile prod]
region = eu-west-1
services = local
retry_mode = adaptive
s3 =
  addressing_style = path
  max_concurrent_requests = 20
[services local]
sts =
  endpoint_url = http://localhost:4566
[profile other]
region = us-east-1
`,
  )
  const section = `region = eu-west-1
services = local
retry_mode = adaptive
s3 =
  addressing_style = path
  max_concurrent_requests = 20
`
  expect(text).toBe(
    `[default]\n${section}\n[profile prod]\n${section}\n[services local]\nsts =\n  endpoint_url = http://localhost:4566\n`,
  )
  const { profiles, services } = readProfiles({
    config: { file: 'c', text },
    credentials: { file: 'k', text: '' },
  })
  expect([...profiles.keys()]).toEqual(['default', 'prod'])
  expect(services.get('local')?.keys.get('sts')?.value).toEqual(
    new Map([['endpoint_url', 'http://localhost:4566']]),
  )
})

it('adds the settings of [default] that the profile does not set', () => {
  const config = `[default]
region = eu-central-1
output = yaml
ca_bundle = /ca.pem
services = local
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
s3 =
  addressing_style = path
[services local]
s3 =
  endpoint_url = http://localhost:9000
[profile prod]
region =
output = text
`
  const others = `region = eu-central-1
ca_bundle = /ca.pem
services = local
s3 =
  addressing_style = path
`
  const services = '\n[services local]\ns3 =\n  endpoint_url = http://localhost:9000\n'
  expect(without('prod', config)).toBe(
    `[default]\noutput = text\n${others}\n[profile prod]\noutput = text\n${services}`,
  )
  const own = others.replace('\n', '\noutput = yaml\n')
  expect(without('default', config)).toBe(`[default]\n${own}${services}`)
  expect(without(undefined, config)).toBe(`[default]\n${own}${services}`)
  expect(without('nosuch', config)).toBe(`[default]\n${own}${services}`)
})

/** Keys whose values are words, and that are not related to credentials. */
const settings = [
  'ca_bundle',
  'endpoint_url',
  'ignore_configured_endpoint_urls',
  'max_attempts',
  'output',
  'region',
  'retry_mode',
  'services',
  'sts_regional_endpoints',
  'use_dualstack_endpoint',
  'use_fips_endpoint',
]

it('removes every key that leads to credentials', () => {
  const keys = [...WORD_KEYS, 'credential_process', 'mfa_process', 'source_arn', 'sso_whatever']
  const lines = keys.map((key) => `${key} = value\n`).join('')
  const text = without('default', `[default]\n${lines}`, `[default]\n${lines}`)
  const cached = text
    .split('\n')
    .flatMap((line) => (line.includes(' = ') ? [line.split(' ')[0]] : []))
  expect(cached.sort()).toEqual(settings)
})

it('omits a profile name that would need quotes in the header', () => {
  expect(without('a b', '[profile "a b"]\nregion = a\n')).toBe('[default]\nregion = a\n')
})

it('omits multi-line values, because no setting has one', () => {
  expect(without('x', '[profile x]\nregion = a\n  b\noutput = json\n')).toBe(
    '[default]\noutput = json\n\n[profile x]\noutput = json\n',
  )
})
