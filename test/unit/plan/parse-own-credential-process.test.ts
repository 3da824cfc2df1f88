import { describe, expect, it } from 'vitest'
import { splitWords } from '../../../src/config/parse/shlex.ts'
import { parseOwnCredentialProcess } from '../../../src/plan/route/parse-own-credential-process.ts'

const asked = (command: string) => parseOwnCredentialProcess(splitWords(command) ?? [])

const prod = { target: { kind: 'profile', profile: 'prod' }, options: {} }

describe('a credential_process that runs assume', () => {
  it.each([
    'assume credential-process prod',
    '/home/bob/.local/bin/assume credential-process prod',
    '"/opt/a b/assume" credential-process "prod"',
    'node /opt/assume/dist/bin.js credential-process prod',
    "'/usr/local/bin/node' --no-warnings './bin.js' credential-process prod",
    'assume credential-process --no-input --quiet -p prod',
    'assume credential-process --profile=prod --debug --yes',
    'assume credential-process --no-quiet --no-debug --no-yes prod',
    'assume credential-process --refresh --no-refresh prod --no-cached',
    'assume credential-process --quiet -- prod',
    'assume credential-process prod --',
  ])('%s', (command) => {
    expect(asked(command)).toEqual(prod)
  })

  it.each([
    [
      'assume credential-process Bob admin 123456 --region eu-west-1 -d 2h',
      {
        target: { kind: 'user-role', user: 'Bob', role: 'admin' },
        code: '123456',
        options: { region: 'eu-west-1', duration: 7200 },
      },
    ],
    [
      "assume credential-process --tag 'a=b c' prod --tag=d= -r x -r eu-west-1 --refresh",
      { ...prod, options: { tags: ['a=b c', 'd='], region: 'eu-west-1', refresh: true } },
    ],
    [
      'assume credential-process --no-cached --cached -r=eu-west-1 -- -p',
      {
        target: { kind: 'profile', profile: '-p' },
        options: { cached: true, region: 'eu-west-1' },
      },
    ],
    [
      'assume credential-process arn:aws:iam::123456789012:role/r --source-profile Bob -d max',
      {
        target: { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/r' },
        options: { sourceProfile: 'Bob', duration: 'max' },
      },
    ],
  ])('%s', (command, request) => {
    expect(asked(command)).toEqual(request)
  })

  it.each([
    '',
    'assume',
    'assume prod',
    'assume credential-process',
    'assume credential-process a b c',
    'assume credential-process prod --no-such-option',
    'assume credential-process prod --region',
    'assume credential-process prod -d long',
    'assume credential-process prod --region --quiet',
    'assume credential-process prod --quiet=1',
    'assume credential-process prod --no-no-input',
    'assume credential-process prod --no-region',
    'assume credential-process prod --refresh --cached',
    'assume credential-process prod -reu-west-1',
    'aws credential-process prod',
    'assume2 credential-process prod',
    'sh -c "assume credential-process prod"',
    'env assume credential-process prod',
    'node credential-process prod',
    'node',
    'node other.js credential-process prod',
    'node -e "" credential-process prod',
  ])('does not include %j', (command) => {
    expect(asked(command)).toBeUndefined()
  })
})
