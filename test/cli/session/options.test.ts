import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, externalIdRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { atAws } from '../../support/aws/at-aws.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

const config = `[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
region = eu-west-1
duration_seconds = 1800
role_session_name = from-profile

[profile chained]
role_arn = ${roleArn(noMfaRole)}
source_profile = prod

[profile vague]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
duration_seconds = 1h

[profile endless]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
duration_seconds = 43201
`

describe('--region', () => {
  it.each([
    ['alone', {}, 'Bob'],
    ['over AWS_REGION', { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'us-west-1' }, 'Bob'],
    ['over the profile', {}, 'prod'],
  ])('%s sets the region of STS and of the shell', async (_, env, target) => {
    const testAws = await TestAws.open({ config })
    const words = target === 'prod' ? ['prod'] : ['Bob', noMfaRole.name]
    const { stdout, calls } = await testAws.assume([...words, '--region', 'ap-south-1'], { env })
    expect(calls).toMatchObject([{ at: 'ap-south-1' }])
    expect(await evaluated(stdout, env)).toMatchObject({
      AWS_REGION: 'ap-south-1',
      AWS_DEFAULT_REGION: 'ap-south-1',
      ASSUME_SETTINGS: 'AWS_REGION AWS_DEFAULT_REGION',
    })
  })

  it.each([
    ['use1', 'us-east-1'],
    ['euw1', 'eu-west-1'],
    ['eu-west-4', 'eu-west-4'],
  ])('%s means %s, without a warning', async (short, region) => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr, calls } = await testAws.assume(['prod', '-r', short])
    expect({ stderr, calls }).toMatchObject({ stderr: '', calls: [{ at: region }] })
    expect(await evaluated(stdout)).toMatchObject({ AWS_REGION: region })
  })

  it.each([
    ['--region', ['prod', '-r', 'eu-wst-1'], {}, 'eu-wst-1', 'eu-west-1'],
    ['AWS_REGION', ['prod'], { AWS_REGION: 'use1' }, 'use1', 'us-east-1'],
  ])('warns if %s is mistyped, and is used unchanged', async (from, words, env, region, meant) => {
    const testAws = await TestAws.open({ config })
    const { stderr, calls } = await testAws.assume(words, { env })
    expect(stderr).toBe(
      `assume: warning: ${from}: "${region}" is no region that assume knows\n  hint: did you mean ${meant}?\n`,
    )
    expect(calls).toMatchObject([{ at: region }])
  })

  it.each([
    ['AWS_REGION', { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-1'],
    ['AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
    ['the profile', {}, 'eu-west-1'],
  ])('absent: STS is called in the region of %s', async (_, env, region) => {
    const testAws = await TestAws.open({ config })
    expect((await testAws.session(['prod'], { env })).calls).toMatchObject([{ at: region }])
  })

  it('absent: the region of the shell does not change', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_REGION: 'us-west-1' }
    const { stdout } = await testAws.assume(['Bob', noMfaRole.name], { env })
    const variables = await evaluated(stdout, env)
    expect(variables).toMatchObject(env)
    expect(variables).not.toHaveProperty('AWS_DEFAULT_REGION')
    expect(variables).not.toHaveProperty('ASSUME_SETTINGS')
  })
})

describe('--duration', () => {
  it.each([
    ['3600', '3600'],
    ['5400s', '5400'],
    ['90m', '5400'],
    ['12h', '43200'],
    ['900', '900'],
    ['15m', '900'],
  ])('%s asks for %s seconds', async (duration, seconds) => {
    const testAws = await TestAws.open({ config })
    const { calls, stderr, session } = await testAws.session(['prod', '--duration', duration])
    expect(stderr).toBe('')
    expect(calls).toMatchObject([{ DurationSeconds: seconds }])
    const left = Date.parse(session.Expiration ?? '') - testAws.aws.now().getTime()
    expect(Math.ceil(left / 1000 / 60) * 60).toBe(Number(seconds))
  })

  it('absent: the profile sets the duration, or else the default of AWS applies', async () => {
    const testAws = await TestAws.open({ config })
    expect((await testAws.session(['prod'])).calls).toMatchObject([{ DurationSeconds: '1800' }])
    const { calls } = await testAws.session(['Bob', noMfaRole.name])
    expect(calls[0]).not.toHaveProperty('DurationSeconds')
  })

  it('can be 36 hours for an MFA session of a user', async () => {
    const testAws = await TestAws.open()
    const { calls } = await testAws.session(['Bob', '123456', '-d', '36h'])
    expect(calls.at(-1)).toMatchObject({ action: 'GetSessionToken', DurationSeconds: '129600' })
  })

  it('is reduced to 1 hour for a role assumed with temporary credentials, with one message', async () => {
    const testAws = await TestAws.open({ config })
    const { stderr, calls } = await testAws.assume(['chained', '-d', '4h'])
    expect(stderr.split('\n')[0]).toBe(
      'assume: 1 hour instead of the duration asked for (--duration): AWS gives no more to a role taken with temporary keys',
    )
    expect(stderr.match(/1 hour instead/g)).toHaveLength(1)
    expect(calls).toMatchObject([{ DurationSeconds: '1800' }, { DurationSeconds: '3600' }])
  })

  it('above the maximum of the role is rejected by AWS, with hints', async () => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['Bob', demoRole.name, '123456', '-d', '5h'])).toMatchObject({
      stdout: '(exit 1);\n',
      stderr:
        'assume: the code goes to the role itself: 5 h asked for, and from an MFA session AWS gives 1 h\n' +
        `assume: AssumeRole of ${roleArn(demoRole)} failed: 5 h asked for (--duration): The requested DurationSeconds exceeds the MaxSessionDuration set for this role. (ValidationError)\n` +
        '  hint: ask for less, an hour is always allowed: --duration 1h\n' +
        '  hint: or let the role last longer: aws iam update-role --role-name aws-cli-test-iam-role --max-session-duration 18000\n',
      exitCode: 1,
    })
  })

  it('in a profile is ignored with a message if it is not a number, as in the AWS CLI', async () => {
    const testAws = await TestAws.open({ config })
    const { stderr, calls } = await testAws.session(['vague'])
    expect(stderr).toBe(
      'assume: ~/.aws/config:15, duration_seconds: "1h" is no number of seconds; it is ignored, as the AWS CLI does\n',
    )
    expect(calls[0]).not.toHaveProperty('DurationSeconds')
  })

  it('in a profile is rejected with its line if it exceeds 12 hours', async () => {
    const testAws = await TestAws.open({ config })
    expect(await testAws.assume(['endless'], { env: atAws })).toEqual({
      stdout: '(exit 1);\n',
      stderr:
        'assume: ~/.aws/config:20, duration_seconds: AWS gives a role session 15 minutes at the least and 12 hours at the most\n',
      exitCode: 1,
      calls: [],
    })
  })
})

describe('--session-name and --external-id', () => {
  it.each([
    [['prod'], 'from-profile'],
    [['prod', '--session-name', 'me@example.com'], 'me@example.com'],
    [['Bob', noMfaRole.name], 'Bob'],
    [['Bob', noMfaRole.name, '--session-name', 'x'.repeat(64)], 'x'.repeat(64)],
  ])('%j sends the session name of the option, the profile or the user', async (words, name) => {
    const testAws = await TestAws.open({ config })
    expect((await testAws.session(words)).calls).toMatchObject([{ RoleSessionName: name }])
  })

  it('the external ID of an option or a profile is sent to the role that requires it', async () => {
    const testAws = await TestAws.open({
      config: `[profile ext]\nrole_arn = ${roleArn(externalIdRole)}\nsource_profile = Bob\nexternal_id = demo-external-id\n`,
    })
    const target = ['Bob', externalIdRole.name]
    expect(await testAws.assume(target)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
    })
    const given = [...target, '--external-id', 'demo-external-id']
    expect((await testAws.session(given)).calls).toMatchObject([{ ExternalId: 'demo-external-id' }])
    expect((await testAws.session(['ext'])).calls).toMatchObject([
      { ExternalId: 'demo-external-id' },
    ])
  })
})

describe('--quiet', () => {
  it('shows only errors', async () => {
    const testAws = await TestAws.open({ config })
    expect((await testAws.session(['vague', '--quiet'])).stderr).toBe('')
    const { stderr } = await testAws.assume(['chained', '-d', '4h', '--quiet'])
    expect(stderr).toMatch(/^assume: AssumeRole of .* failed: User: /)
  })
})

describe('--debug', () => {
  it('shows the plan and each call, with key ids and no secret', async () => {
    const testAws = await TestAws.open()
    const { stderr, calls } = await testAws.session(['Bob', demoRole.name, '123456', '--debug'])
    const [plan = '', ...rest] = stderr.split('\n')
    expect(JSON.parse(plan.replace('assume: debug: plan ', ''))).toEqual({
      target: `Bob ${demoRole.name}`,
      label: demoRole.name,
      region: 'us-east-1',
      endpoint: testAws.aws.url,
      fips: false,
      dualstack: false,
      source: {
        kind: 'access-key',
        profile: 'Bob',
        identity: bob.accessKeys[0]?.accessKeyId,
        isLongTerm: true,
      },
      steps: [
        {
          operation: 'GetSessionToken',
          input: { DurationSeconds: 14_400, SerialNumber: serial },
          mfa: { serial, from: 'the name of the user' },
          why: 'one code for all roles of these keys, for 4 h',
        },
        {
          operation: 'AssumeRole',
          input: { RoleArn: roleArn(demoRole), RoleSessionName: 'Bob' },
        },
      ],
      settings: {},
      notes: [],
    })
    expect(rest).toEqual([
      `assume: debug: GetSessionToken for ${serial} at ${testAws.aws.url} with ${bob.accessKeys[0]?.accessKeyId}`,
      'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h',
      `assume: debug: AssumeRole of ${roleArn(demoRole)} at ${testAws.aws.url} with ${calls[1]?.by}`,
      '',
    ])
  })
})
