import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { startProxy } from '../../support/aws/proxy.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const arn = roleArn(noMfaRole)

describe('an invalid command line fails the eval with exit status 2 before any call', () => {
  it.each([
    [[], 'no target: name a profile, a role ARN, or USER ROLE'],
    [['--no-input'], 'no target: name a profile, a role ARN, or USER ROLE'],
    [['-p', 'Bob', 'x'], '--profile "Bob" and "x" both name a target'],
    [
      [...role, '--source-profile', 'x'],
      `"Bob ${noMfaRole.name}" and --source-profile "x" both say whose keys to use`,
    ],
    [['Bob', '--source-profile', 'x'], '"Bob" and --source-profile "x" both say whose keys to use'],
    [['arn:aws:iam::1: a role'], '"arn:aws:iam::1: a role" is not the ARN of a role'],
    [
      [...role, '-d', '8761h'],
      '--duration: 8761h is outside what AWS allows, 15 minutes to 12 hours (36 for a user)',
    ],
    [[arn, 'x'], '"x" after a role ARN is not a code of six digits'],
    [['Bob', 'a role'], '"a role" is not a role: neither NAME, ACCOUNT:NAME nor an ARN'],
    [['Bob', 'role/'], '"role/" is not a role: neither NAME, ACCOUNT:NAME nor an ARN'],
    [['Bob', '12345:admin'], '"12345:admin" is not a role: neither NAME, ACCOUNT:NAME nor an ARN'],
    [
      ['Bob', 'x-'.repeat(33)],
      `"${'x-'.repeat(33)}" is not a role: neither NAME, ACCOUNT:NAME nor an ARN`,
    ],
    [['Bob', ''], '"" is not a role: neither NAME, ACCOUNT:NAME nor an ARN'],
    [[...role, '--region', 'evil.example/x'], '--region: "evil.example/x" is not an AWS region'],
    [[...role, '--region', 'EU-WEST-1'], '--region: "EU-WEST-1" is not an AWS region'],
    [[...role, '--region', ''], '--region: "" is not an AWS region'],
    [[...role, '-d', 'most'], '--duration: "most" is not a duration'],
    [[...role, '-d', '1h30m'], '--duration: "1h30m" is not a duration'],
    [[...role, '-d', '-1'], '-d needs a value: -d TIME'],
    [
      [...role, '-d', '899'],
      '--duration: 899 is outside what AWS allows, 15 minutes to 12 hours (36 for a user)',
    ],
    [[...role, '--session-name', 'a b'], '--session-name: "a b" is not a role session name'],
    [[...role, '--session-name', 'x'], '--session-name: "x" is not a role session name'],
    [
      [...role, '--session-name', 'é'.repeat(3)],
      '--session-name: "ééé" is not a role session name',
    ],
    [
      [...role, '--session-name', 'x-'.repeat(33)],
      `--session-name: "${'x-'.repeat(33)}" is not a role session name`,
    ],
    [[...role, '--external-id', ''], '--external-id: that is not an external id'],
    [[...role, '--external-id', 'a b'], '--external-id: that is not an external id'],
    [
      ['Bob', '--duration', '1h'],
      '--duration cannot be used with a profile without a role: the keys are taken as they are',
    ],
    [
      ['Bob', '--session-name', 'me'],
      '--session-name cannot be used with a profile without a role: only a role session has a name',
    ],
    [
      ['Bob', '--external-id', 'id'],
      '--external-id cannot be used with a profile without a role: only a role can require one',
    ],
    [['--foo'], 'unknown option --foo'],
    [[...role, '--foo=bar'], 'unknown option --foo'],
    [[...role, '--region'], '--region needs a value: --region REGION'],
    [[...role, '--quiet=yes'], '--quiet takes no value'],
    [['unset', 'prod'], 'unexpected word "prod"'],
  ])('%j', async (words, message) => {
    const testAws = await TestAws.open()
    const { stdout, stderr, exitCode, calls } = await testAws.assume(words)
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 2);\n', exitCode: 2, calls: [] })
  })
})

describe('values that AWS does not accept are refused at its endpoints, before any call', () => {
  const tooLong =
    '--duration: AWS gives a role session 15 minutes at the least and 12 hours at the most'
  it.each([
    [
      ['arn:aws:iam::123456789012:user/Bob'],
      '"arn:aws:iam::123456789012:user/Bob" is not the ARN of a role',
    ],
    [['arn:minio:iam:::role/x'], '"arn:minio:iam:::role/x" is not the ARN of a role'],
    [['Bob', 'arn:nonsense'], '"arn:nonsense" is not the ARN of a role'],
    [[...role, '-d', '37h'], tooLong],
    [[...role, '-d', '43201'], tooLong],
  ])('%j', async (words, message) => {
    const testAws = await TestAws.open({ credentials: `${keysOf(bob)}${keysOf(bob, 'default')}` })
    const named = [
      '',
      'https://sts.eu-west-1.amazonaws.com',
      'https://vpce-1.sts.eu-west-1.vpce.amazonaws.com',
    ]
    const proxy = await startProxy(testAws.aws.url, 502)
    for (const endpoint of named) {
      const env = { AWS_ENDPOINT_URL_STS: endpoint, HTTPS_PROXY: proxy.url }
      const { stdout, stderr, exitCode } = await testAws.assume(words, { env })
      expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
      expect({ stdout, exitCode }).toEqual({ stdout: '(exit 2);\n', exitCode: 2 })
    }
    expect(proxy.hosts).toEqual([])
  })
})

describe('an unknown format', () => {
  it.each([['yaml'], ['']])('%j fails the eval', async (format) => {
    const testAws = await TestAws.open()
    expect(await testAws.assume([...role, '--format', format])).toEqual({
      stdout: '(exit 2);\n',
      stderr: `assume: there is no format "${format}"\n  hint: the formats are: bash, zsh, fish, posix, env, env-no-export, powershell, windows-cmd, nushell, dotenv, github, json, process\n`,
      exitCode: 2,
      calls: [],
    })
  })
})

describe('words that look unusual but are valid', () => {
  it.each([
    [['Bob', '--', '-x'], '-x'],
    [['--', 'Bob', '-x', '123456'], '-x'],
    [['Bob', '654321', '123456'], '654321'],
    [['Bob', '+=,.@-_'], '+=,.@-_'],
  ])('%j requests the role %s', async (words, name) => {
    const testAws = await TestAws.open()
    const { calls } = await testAws.assume(words)
    expect(calls.filter(({ action }) => action === 'AssumeRole')).toMatchObject([
      { RoleArn: `arn:aws:iam::123456789012:role/${name}` },
    ])
  })

  it.each([[['--profile', '--', 'x']], [['654321', 'role', '123456']]])(
    '%j makes no call, because there is no such profile',
    async (words) => {
      const testAws = await TestAws.open()
      expect((await testAws.assume(words)).calls).toEqual([])
    },
  )
})
