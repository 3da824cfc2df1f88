import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Condition, type Role, roleArn, userArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { TestAws } from '../../support/test-aws.ts'

const account = '123456789012'

const trusting = (
  name: string,
  principal: string,
  Action: string | string[],
  Condition: Condition = {},
): Role => ({
  account,
  name,
  trustPolicy: {
    Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action, Condition },
  },
  policies: { all: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } },
})

const assuming = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']

/** Trusts Bob without conditions. */
const start = trusting('start', userArn(bob), assuming)
/** Requires the tag team=blue and the source identity bob@example.com from Bob. */
const asked = trusting('asked', userArn(bob), assuming, {
  StringEquals: { 'aws:RequestTag/team': 'blue', 'sts:SourceIdentity': 'bob@example.com' },
  'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['team'] },
})
/** Trusts sessions of `start` that have the tag team=blue. */
const next = trusting('next', roleArn(start), assuming, {
  StringEquals: { 'aws:PrincipalTag/team': 'blue' },
})
/** Trusts all sessions of `start`. */
const open = trusting('open', roleArn(start), assuming)

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const world: World = {
  ...demoWorld,
  roles: [...demoWorld.roles, start, asked, next, open],
  managedPolicies: {
    [readOnly]: {
      document: { Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' } },
    },
  },
}

const profile = (name: string, role: Role, source: string, ...lines: string[]) =>
  `[profile ${name}]\nrole_arn = ${roleArn(role)}\nsource_profile = ${source}\n${lines.join('\n')}\n\n`

const only = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })

const refused = (exitCode: number, stderr: string) => ({
  stdout: `(exit ${exitCode});\n`,
  stderr: expect.stringContaining(`assume: ${stderr}`),
  exitCode,
  calls: [],
})

describe('tags and source identity', () => {
  const config =
    profile(
      'asked',
      asked,
      'Bob',
      'session_tags = team=red,cost centre=4/2',
      'transitive_session_tags = team',
      'source_identity = bob@example.com',
    ) +
    profile('start', start, 'Bob', 'session_tags = team=blue', 'transitive_session_tags = team') +
    profile('next', next, 'start') +
    profile('lost', start, 'Bob', 'session_tags = team=green') +
    profile('from-lost', next, 'lost')

  it('from options are sent to AWS, where the trust policy checks them', async () => {
    const testAws = await TestAws.open({ world, config })
    const options = ['--tag', 'team=blue', '--tag=x=a=b', '--source-identity', 'bob@example.com']
    const { calls } = await testAws.session([
      'Bob',
      asked.name,
      ...options,
      '--transitive-tag',
      'team',
    ])
    expect(calls).toMatchObject([
      {
        'Tags.member.1.Key': 'team',
        'Tags.member.1.Value': 'blue',
        'Tags.member.2.Key': 'x',
        'Tags.member.2.Value': 'a=b',
        'TransitiveTagKeys.member.1': 'team',
        SourceIdentity: 'bob@example.com',
      },
    ])
    expect((await testAws.assume(['Bob', asked.name])).exitCode).toBe(1)
  })

  it('from options replace those of the profile key by key', async () => {
    const testAws = await TestAws.open({ world, config })
    expect((await testAws.assume(['asked'])).exitCode).toBe(1)
    const { calls } = await testAws.session(['asked', '--tag', 'team=blue'])
    expect(calls).toMatchObject([
      {
        'Tags.member.1.Key': 'team',
        'Tags.member.2.Key': 'cost centre',
        'Tags.member.2.Value': '4/2',
        'TransitiveTagKeys.member.1': 'team',
        SourceIdentity: 'bob@example.com',
      },
    ])
    const eve = ['asked', '--tag', 'team=blue', '--source-identity', 'eve']
    expect(await testAws.assume(eve)).toMatchObject({
      calls: [{ SourceIdentity: 'eve' }],
      exitCode: 1,
    })
  })

  it('that are transitive apply to the next role in a chain, and others do not', async () => {
    const testAws = await TestAws.open({ world, config })
    expect((await testAws.session(['next'])).calls).toHaveLength(2)
    const { stderr, exitCode, calls } = await testAws.assume(['from-lost'])
    expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 1, calls: 2 })
    expect(stderr).toContain('is not authorized to perform: sts:AssumeRole')
  })

  it('that an earlier role passes on cannot be set again, and a hint says so', async () => {
    const testAws = await TestAws.open({ world, config })
    expect(await testAws.assume(['next', '--tag', 'team=red'])).toMatchObject({
      stdout: '(exit 1);\n',
      exitCode: 1,
      stderr:
        `assume: AssumeRole of ${roleArn(next)} failed: One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session. (InvalidParameterValue)\n` +
        '  hint: an earlier role passes on this tag, so leave it out here (--tag, session_tags)\n',
    })
  })

  it.each([
    ['--tag', 'a=b', 'sts:TagSession'],
    ['--source-identity', 'bob', 'sts:SetSourceIdentity'],
  ])('%s that is denied causes a hint with its permission', async (option, value, action) => {
    const testAws = await TestAws.open({ world, config })
    const { stderr, stdout, calls } = await testAws.assume(['Bob', noMfaRole.name, option, value])
    expect(stdout).toBe('(exit 1);\n')
    expect(calls).toHaveLength(1)
    expect(stderr).toContain(`is not authorized to perform: ${action} on resource`)
    expect(stderr).toContain(`need${option === '--tag' ? '' : 's'} ${action}`)
    expect(stderr).not.toContain('--external-id')
  })

  it.skipIf(noBotocore)('in a profile do not prevent botocore from using the profile', async () => {
    const testAws = await TestAws.open({ world, config })
    expect(await callerByBotocore('lost', testAws.home.env)).toMatch(/assumed-role\/start\//)
  })
})

describe('a session policy', () => {
  const config =
    profile('bound', start, 'Bob', `policy = ${only('s3:*')}`) +
    profile('open', open, 'bound') +
    profile('read-only', start, 'Bob', `policy_arns = ${readOnly}`) +
    profile('filed', start, 'Bob', 'policy = file://~/policies/sts.json') +
    profile('after-filed', open, 'filed') +
    profile('mistyped', start, 'Bob', `policy_arn = ${readOnly}`)
  const files = { 'policies/sts.json': only('sts:*').replaceAll(/[{,]/g, '$&\n  ') }

  it('from an option limits the session', async () => {
    const testAws = await TestAws.open({ world, config, files })
    const take = async (...options: string[]) => {
      const { session, calls } = await testAws.session(['Bob', start.name, ...options])
      const env = {
        AWS_ACCESS_KEY_ID: session.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: session.SecretAccessKey,
        AWS_SESSION_TOKEN: session.SessionToken ?? '',
      }
      const further = await testAws.assume([roleArn(open)], { env })
      return { exitCode: further.exitCode, call: calls[0] }
    }
    expect((await take()).exitCode).toBe(0)
    expect(await take('--policy', only('s3:*'))).toMatchObject({
      exitCode: 1,
      call: { Policy: only('s3:*') },
    })
    expect((await take('--policy', only('sts:*'))).exitCode).toBe(0)
    expect(await take('--policy-arn', readOnly)).toMatchObject({
      exitCode: 1,
      call: { 'PolicyArns.member.1.arn': readOnly },
    })
  })

  it('from a profile limits its own role, and an option replaces it', async () => {
    const testAws = await TestAws.open({ world, config, files })
    expect(await testAws.assume(['open'])).toMatchObject({
      exitCode: 1,
      calls: [{ Policy: only('s3:*') }, {}],
    })
    expect((await testAws.session(['after-filed'])).calls).toMatchObject([
      { Policy: only('sts:*') },
      {},
    ])
    const { calls } = await testAws.session(['bound', '--policy-arn', readOnly])
    expect(calls).toMatchObject([{ 'PolicyArns.member.1.arn': readOnly }])
    expect(calls[0]).not.toHaveProperty('Policy')
    const other = await testAws.session(['read-only', '--policy', only('s3:List*')])
    expect(other.calls).toMatchObject([{ Policy: only('s3:List*') }])
    expect(other.calls[0]).not.toHaveProperty('PolicyArns.member.1.arn')
  })

  it.each(['sts.json', 'file://sts.json', './sts.json'])(
    'can be read from the file %s',
    async (path) => {
      const testAws = await TestAws.open({ world, config, files })
      const cwd = join(testAws.home.path, 'policies')
      const { calls } = await testAws.session(['Bob', start.name, '--policy', path], { cwd })
      expect(calls).toMatchObject([{ Policy: only('sts:*') }])
    },
  )

  it('in an unusable file is rejected before any call', async () => {
    const testAws = await TestAws.open({ world, config, files })
    const target = ['Bob', start.name, '--policy']
    const cwd = testAws.home.path
    mkdirSync(join(cwd, 'folder'))
    writeFileSync(join(cwd, 'large'), `{${' '.repeat(200_000)}}`)
    writeFileSync(join(cwd, 'latin'), Buffer.from([0x7b, 0xff, 0x7d]))
    writeFileSync(join(cwd, 'open'), '{"Version":')
    for (const [path, what] of [
      ['nowhere', '--policy: nowhere does not exist'],
      ['folder', '--policy: folder is a directory'],
      ['/dev/zero', '--policy: /dev/zero is not a file'],
      ['large', '--policy: large is longer than a policy can be'],
      ['latin', '--policy: latin is not UTF-8'],
      ['open', '--policy, open: the policy is not JSON: '],
      ['file://~/nowhere', '--policy: ~/nowhere does not exist'],
    ] as const) {
      expect(await testAws.assume([...target, path], { cwd })).toMatchObject(refused(2, what))
    }
  })

  it.each([
    ['MalformedPolicyDocument', 'Syntax errors in policy.', 'aws accessanalyzer validate-policy'],
    [
      'PackedPolicyTooLarge',
      'Packed policy consumes 138% of allotted space, please use smaller policy.',
      'leave some out (--policy, --policy-arn, --tag)',
    ],
  ])('that AWS rejects with %s causes a hint', async (code, message, hint) => {
    const testAws = await TestAws.open({ world, config, files })
    testAws.aws.faults.next.push({ kind: 'refuse', code, status: 400, message })
    const { stderr, stdout } = await testAws.assume(['bound'])
    expect(stdout).toBe('(exit 1);\n')
    expect(stderr).toContain(`failed: ${message} (${code}`)
    expect(stderr).toContain(hint)
  })

  it('under a mistyped key is not sent, and a warning says so', async () => {
    const testAws = await TestAws.open({ world, config, files })
    const { stderr, calls } = await testAws.session(['mistyped'])
    expect(stderr).toBe(
      'assume: warning: ~/.aws/config:29: no AWS tool reads policy_arn\n  hint: did you mean policy_arns?\n',
    )
    expect(calls).toMatchObject([{ RoleArn: roleArn(start) }])
    expect(calls[0]).not.toHaveProperty('PolicyArns.member.1.arn')
  })
})

describe('before any call', () => {
  const config =
    `[profile cached]\nsource_profile = Bob\n\n[profile Bob]\nmfa_serial = arn:aws:iam::${account}:mfa/Bob\n\n` +
    '[profile bare]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\nregion = eu-west-1\n\n' +
    `[profile limited]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\npolicy = {}\n\n${profile('tagged', start, 'Bob', 'session_tags = a')}`

  it.each([
    [['--tag', 'a'], '--tag: "a" is not a tag'],
    [['--tag', 'a=1', '--tag', 'A=2'], '--tag: "a" and "A" are one key, and have two values'],
    [['--tag', 'a=;'], '--tag: ";" is not the value of a tag'],
    [['--transitive-tag', 'a'], '--transitive-tag: "a" is the key of no tag of this session'],
    [['--source-identity', 'aws:x'], '--source-identity: "aws:x" is not a source identity'],
    [['--policy', '[]'], '--policy: a policy is a JSON object'],
    [['--policy', `{"Sid":"${'x'.repeat(2048)}"}`], '--policy: the policy has 2058 characters'],
    [['--policy-arn', 'x'], '--policy-arn: "x" is not the ARN of a policy'],
    [
      Array(11).fill(['--policy-arn', readOnly]).flat(),
      '--policy-arn: 11 managed policies, and AWS takes 10',
    ],
    [
      Array.from({ length: 51 }, (_, at) => ['--tag', `k${at}=v`]).flat(),
      '--tag: 51 tags, and AWS takes 50',
    ],
  ])('%j is rejected with exit status 2', async (options, message) => {
    const testAws = await TestAws.open({ world, config })
    expect(await testAws.assume(['Bob', start.name, ...options])).toEqual({
      ...refused(2, message),
      stderr: expect.stringContaining(`assume: ${message}`),
    })
  })

  const options = [
    ['--policy', '{}', 'only a role session can be limited'],
    ['--policy-arn', readOnly, 'only a role session can be limited'],
    ['--tag', 'a=b', 'only a role session has tags'],
    ['--transitive-tag', 'a', 'only a role session has tags'],
    ['--source-identity', 'bob', 'only a role session has a source identity'],
  ] as const

  it.each(options)('%s exits with 2 if no role is assumed', async (option, value, why) => {
    const testAws = await TestAws.open({ world, config })
    const message = `${option} cannot be used with a profile without a role: ${why}`
    expect(await testAws.assume(['bare', option, value])).toEqual(refused(2, message))
    // GetSessionToken turns keys with an MFA device into a session of the user, which is not a role session.
    const mfa = await testAws.assume(['Bob', '123456', option, value])
    expect(mfa).toEqual(refused(2, message))
  })

  it('a session policy in a profile without a role is rejected with exit status 1', async () => {
    const testAws = await TestAws.open({ world, config })
    expect(await testAws.assume(['limited'])).toEqual({
      ...refused(1, ''),
      stderr:
        'assume: ~/.aws/config:15, policy: it limits a role session, and the credentials of "limited" are taken as they are\n' +
        '  hint: write it into the profile with the role_arn it is for, or take it out\n',
    })
  })

  it('an invalid tag in a profile is rejected with exit status 1 and its line', async () => {
    const testAws = await TestAws.open({ world, config })
    expect(await testAws.assume(['tagged'])).toEqual({
      ...refused(1, ''),
      stderr:
        'assume: ~/.aws/config:20, session_tags: "a" is not a tag\n  hint: the form is KEY=VALUE\n',
    })
  })
})

it('--tag and --source-identity apply only to the last role in a chain', async () => {
  const config = profile('start', start, 'Bob') + profile('open', open, 'start')
  const testAws = await TestAws.open({ world, config })
  const { calls } = await testAws.session(['open', '--tag', 'a=b', '--source-identity', 'bob'])
  expect(calls[0]).not.toHaveProperty('SourceIdentity')
  expect(calls[1]).toMatchObject({ 'Tags.member.1.Key': 'a', SourceIdentity: 'bob' })
})
