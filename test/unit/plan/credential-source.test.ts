import { expect, it } from 'vitest'
import { arn, plan, silent } from './planning.ts'

const config = (word: string) => `[profile near]
role_arn = ${arn('near')}
credential_source = ${word}

[profile far]
role_arn = ${arn('far')}
source_profile = near
`

it.each([
  [
    'Environment',
    { AWS_ACCESS_KEY_ID: silent, AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' },
    { kind: 'environment', identity: silent },
  ],
  [
    'Ec2InstanceMetadata',
    {},
    { kind: 'ec2-instance-metadata', identity: 'http://169.254.169.254' },
  ],
  [
    'EcsContainer',
    { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2' },
    { kind: 'ecs-container', identity: 'http://169.254.170.2/v2' },
  ],
])('a chain of roles begins at %s', (word, env, source) => {
  const step = (name: string) => ({
    operation: 'AssumeRole',
    profile: name,
    input: { RoleArn: arn(name), RoleSessionName: 'login' },
  })
  expect(plan('far', { config: config(word), env })).toMatchObject({
    value: { source: { ...source, isLongTerm: false }, steps: [step('near'), step('far')] },
  })
})

it.each(['environment', 'EC2InstanceMetadata', 'ECSContainer', 'Ecs Container', ''])(
  'credential_source = "%s" is rejected, because the spelling is exact',
  (word) => {
    expect(() => plan('near', { config: config(word) })).toThrow(
      `credential_source of "near" (~/.aws/config:3) is "${word}"`,
    )
  },
)
