import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { startProxy } from '../../support/aws/proxy.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws, type TestAwsSetup } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const [key] = bob.accessKeys

const role = (name: string, ...lines: string[]) =>
  [`[profile ${name}]`, `role_arn = ${roleArn(noMfaRole)}`, ...lines, ''].join('\n')

const config = [
  `[profile far]
role_arn = ${roleArn(demoRole)}
source_profile = near
region = eu-west-1
duration_seconds = 7200
use_fips_endpoint = true
`,
  role(
    'near',
    'source_profile = Bob',
    `mfa_serial = ${serial}`,
    'external_id = agreed-upon',
    'role_session_name = me',
  ),
  role('web', 'web_identity_token_file = /var/run/token'),
  '[profile program]\ncredential_process = touch was-run\n',
  role('machine', 'credential_source = Ec2InstanceMetadata'),
  role('container', 'credential_source = EcsContainer'),
  role('surroundings', 'credential_source = Environment'),
  role('round', 'source_profile = round'),
].join('\n')

/** Sets no endpoint, as most users do. A call to AWS would go through a proxy, which records its host. */
async function onDesk(setup: TestAwsSetup = { config }) {
  const testAws = await TestAws.open(setup)
  const { url, hosts } = await startProxy(testAws.aws.url, 502)
  const env = { AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: url }
  const assume = async (words: readonly string[], more = {}) => {
    const { calls, ...run } = await testAws.assume(words, { env: { ...env, ...more } })
    return { ...run, calls: [...calls, ...hosts] }
  }
  return { assume }
}

async function explained(words: readonly string[], props: TestAwsSetup = {}, env = {}) {
  const { assume } = await onDesk({ config, ...props })
  const { stdout, ...others } = await assume(['explain', ...words, '-f', 'json'], env)
  expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
  return JSON.parse(stdout)
}

describe('assume explain --format json', () => {
  it('prints the plan, with the steps in the order of their calls', async () => {
    expect(await explained(['far', '--session-name', 'you'])).toEqual({
      target: 'far',
      profile: 'far',
      label: 'far',
      region: 'eu-west-1',
      endpoint: 'https://sts-fips.eu-west-1.amazonaws.com',
      fips: true,
      dualstack: false,
      from: {
        region: '~/.aws/config:4',
        endpoint: "AWS's own for the region",
        fips: '~/.aws/config:6, use_fips_endpoint',
      },
      source: {
        kind: 'access-key',
        profile: 'Bob',
        identity: key?.accessKeyId,
        isLongTerm: true,
        longLived: true,
      },
      steps: [
        {
          operation: 'GetSessionToken',
          input: { DurationSeconds: 14_400, SerialNumber: serial },
          from: {
            DurationSeconds: 'what it is unless mfa_session_duration is set',
            SerialNumber: 'mfa_serial of "near" (~/.aws/config:11)',
          },
          why: 'one code for all roles of these keys, for 4 h',
        },
        {
          operation: 'AssumeRole',
          profile: 'near',
          input: {
            RoleArn: roleArn(noMfaRole),
            RoleSessionName: 'me',
            ExternalId: 'agreed-upon',
          },
          from: {
            RoleSessionName: '~/.aws/config:13',
            ExternalId: '~/.aws/config:12, external_id',
          },
        },
        {
          operation: 'AssumeRole',
          profile: 'far',
          input: {
            RoleArn: roleArn(demoRole),
            RoleSessionName: 'you',
            DurationSeconds: 3600,
          },
          from: {
            RoleSessionName: '--session-name',
            DurationSeconds: 'all that AWS gives a role taken with temporary keys',
          },
        },
      ],
      settings: {
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_USE_FIPS_ENDPOINT: 'true',
      },
      settingsFiles: [{ file: '~/.config/assume/config', isThere: false }],
      notes: [
        '1 hour instead of the duration asked for (~/.aws/config:5, duration_seconds): AWS gives no more to a role taken with temporary keys',
      ],
      needs: [],
    })
  })

  it.each([
    ['Bob', 'access-key', 'Bob', []],
    ['web', 'web-identity', 'web', ['AssumeRoleWithWebIdentity']],
    ['program', 'credential-process', 'program', []],
    ['machine', 'ec2-instance-metadata', undefined, ['AssumeRole']],
    ['container', 'ecs-container', undefined, ['AssumeRole']],
    ['surroundings', 'environment', undefined, ['AssumeRole']],
  ])('%s has a source of kind %s, and explain calls and runs nothing', async (...expected) => {
    const [target, kind, profile, operations] = expected
    const testAws = await TestAws.open({ config })
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 's3cret',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/keys',
    }
    const words = ['explain', target, '--format', 'json']
    const { stdout, ...others } = await testAws.assume(words, { env, cwd: testAws.home.path })
    expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
    const { source, steps } = JSON.parse(stdout)
    expect([source.kind, source.profile]).toEqual([kind, profile])
    expect(steps.map((step: { operation: string }) => step.operation)).toEqual(operations)
    expect(existsSync(join(testAws.home.path, 'was-run'))).toBe(false)
    for (const secret of [key?.secretAccessKey, 's3cret', 'was-run']) {
      expect(stdout).not.toContain(secret)
    }
  })

  it.each([
    ['us-gov-west-1', {}, 'https://sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', {}, 'https://sts.cn-north-1.amazonaws.com.cn'],
    ['eu-west-1', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'https://sts.eu-west-1.api.aws'],
    ['eu-west-1', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, 'https://sts.amazonaws.com'],
    ['eu-west-1', { AWS_ENDPOINT_URL_STS: 'https://own.example' }, 'https://own.example'],
  ])('in region %s with %j, the endpoint is %s', async (region, env, endpoint) => {
    const words = ['Bob', noMfaRole.name, '--region', region]
    expect(await explained(words, {}, env)).toMatchObject({ endpoint })
  })

  it('lists the facts that only AWS knows, and the rest of the plan', async () => {
    const credentials = keysOf(bob).replaceAll(key?.accessKeyId ?? '', 'AKIAIOSFODNN7EXAMPLE')
    const how = 'GetCallerIdentity tells, asked with keys of profile "Bob"'
    const needs = [{ fact: 'caller identity', how }]
    const account = await explained(['Bob', 'admin'], { credentials })
    expect(account).toMatchObject({
      region: 'us-east-1',
      source: { profile: 'Bob' },
      steps: [],
      needs,
    })
    const device = await explained(['Bob', '123456'], { credentials })
    expect(device).toMatchObject({
      label: 'Bob',
      needs: [
        {
          fact: 'mfa device',
          how: 'iam:ListMFADevices tells, asked with keys of profile "Bob"',
        },
      ],
    })
    expect(device.steps).toEqual([
      {
        operation: 'GetSessionToken',
        input: { DurationSeconds: 14_400 },
        from: {
          DurationSeconds: 'what it is unless mfa_session_duration is set',
          SerialNumber: 'IAM tells which one it is',
        },
      },
    ])
  })
})

describe('assume explain', () => {
  it('prints the plan as text, without the external ID', async () => {
    const { assume } = await onDesk()
    const { stdout, ...others } = await assume(['explain', 'near', '123456'])
    expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
    expect(stdout).toBe(`near
  prompt    near
  region    us-east-1 ← none is named, so the main one of the partition
  endpoint  https://sts.us-east-1.amazonaws.com ← AWS's own for the region
  settings  none, ~/.config/assume/config is not there

source: keys of profile "Bob"
  from     ~/.aws/credentials:2
  key id   ${key?.accessKeyId}
  account  123456789012
  are      those of a user, which alone can ask for MFA and for roles of more than an hour

1. GetSessionToken
  duration  4 h ← what it is unless mfa_session_duration is set
  MFA       ${serial} ← mfa_serial of "near" (~/.aws/config:11)
  why       one code for all roles of these keys, for 4 h

2. AssumeRole ${roleArn(noMfaRole)}
  profile       near, ~/.aws/config:8
  session name  me ← ~/.aws/config:13
  external id   sent ← ~/.aws/config:12, external_id
  duration      1 h ← what AWS gives if nobody asks
`)
  })

  it('shows which sessions are cached and need no call', async () => {
    const testAws = await TestAws.open({
      config,
      credentials: `${keysOf(bob)}mfa_serial = ${serial}\n`,
    })
    await testAws.session(['Bob', noMfaRole.name, '123456'])
    const { stdout, calls } = await testAws.assume(['explain', 'Bob', noMfaRole.name])
    expect(calls).toEqual([])
    expect(stdout.match(/^ {2}cached +until .*Z, so it is not called$/gm)).toHaveLength(2)
    const other = await testAws.assume(['explain', 'Bob', demoRole.name, '-f', 'json'])
    expect(JSON.parse(other.stdout).steps).toMatchObject([
      {
        operation: 'GetSessionToken',
        cachedUntil: expect.stringMatching(/Z$/),
        keptUntil: expect.stringMatching(/Z$/),
      },
      { operation: 'AssumeRole' },
    ])
    expect(JSON.parse(other.stdout).steps[1]).not.toHaveProperty('cachedUntil')
  })

  it.each([
    [['Bob', '123456'], '  MFA       not known ← IAM tells which one it is\n'],
    [['Bob', '123456'], 'not known without asking\n  mfa device  iam:ListMFADevices tells'],
    [['near', '-d', 'max'], 'not known without asking\n  role maximum  iam:GetRole tells'],
    [['Bob'], 'no call\n  the keys are taken as they are\n'],
    [['far', '-r', 'x-y-1'], '  region    x-y-1 ← --region\n'],
    [['far'], 'the shell gets\n  AWS_REGION             eu-west-1\n'],
    [['near', '-d', '5400s'], '  duration      1 h 30 min ← --duration\n'],
    [['near', '-d', '901'], '  duration      901 s ← --duration\n'],
    [
      ['web'],
      'source: a token of profile "web"\n  from  ~/.aws/config:17\n  file  /var/run/token\n',
    ],
  ])('of %j calls nothing and prints %j', async (words, text) => {
    const { assume } = await onDesk()
    const { stdout, calls } = await assume(['explain', ...words])
    expect(stdout).toContain(text)
    expect(calls).toEqual([])
  })

  it('escapes control characters in names, and shows the warnings', async () => {
    const name = 'a\x1b[31m'
    const config = `[profile ${name}]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nregion = eu-west-1 # x\n`
    const { assume } = await onDesk({ config })
    const { stdout, stderr } = await assume(['explain', name])
    expect(stdout).toMatch(/^a\\x1b\[31m\n/)
    expect(`${stdout}${stderr}`).not.toContain('\x1b')
    expect(stderr).toContain('assume: warning: ~/.aws/config:4: the AWS CLI reads this comment')
  })

  it.each([
    [['round'], {}, 1, 'source_profile loops: round → round'],
    [['--profile', 'nope'], {}, 2, 'profile "nope" is not in ~/.aws/config or ~/.aws/credentials'],
    [['Bob', '--session-name', 'x'], {}, 2, '--session-name cannot be used with a profile without'],
    [['near'], { AWS_REGION: 'evil.example/x' }, 1, 'AWS_REGION: "evil.example/x" is not an AWS'],
    [['near'], { AWS_ENDPOINT_URL: 'http://x.example' }, 1, 'http://x.example is not encrypted: '],
    [[], {}, 2, 'no target: name a profile, a role ARN, or USER ROLE'],
  ])('of %j with %j fails as assume does, before any call', async (...row) => {
    const [words, env, exitCode, message] = row
    const { assume } = await onDesk()
    const { stdout, ...run } = await assume(['explain', ...words], env)
    expect({ stdout, ...run }).toMatchObject({ stdout: '', exitCode, calls: [] })
    expect(run.stderr.startsWith(`assume: ${message}`)).toBe(true)
    expect(await assume(words, env)).toMatchObject(run)
  })

  it('fails for a format of assume, and lists its own formats', async () => {
    const { assume } = await onDesk()
    expect(await assume(['explain', 'near', '--format', 'posix'])).toEqual({
      stdout: '',
      stderr: 'assume: there is no format "posix"\n  hint: the formats are: text, json\n',
      exitCode: 2,
      calls: [],
    })
  })
})
