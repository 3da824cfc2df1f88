import { describe, expect, it } from 'vitest'
import { alice, bob } from '../../../src/demo/fixture.ts'
import { noMoto, startMoto } from '../../support/aws/moto.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const account = '123456789012'
const away = '210987654321'

const documentOf = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
})

const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }

/** Runs `assume policy` without a key, from which assume could derive the account. */
async function policy(...words: readonly string[]) {
  const testAws = await TestAws.open({ credentials: '' })
  return testAws.assume(['policy', ...words])
}

async function printed(...words: readonly string[]) {
  const { stdout, ...others } = await policy(...words)
  expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
  return JSON.parse(stdout)
}

describe('assume policy trust', () => {
  it('prints JSON with an indentation of two spaces', async () => {
    const { stdout } = await policy('trust', '--service', 'ec2.amazonaws.com')
    expect(stdout).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "ec2.amazonaws.com"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
`)
  })

  it.each<[readonly string[], object]>([
    [['--user', 'Bob'], { Principal: { AWS: `arn:aws:iam::${account}:user/Bob` }, ...mfa }],
    [['--user', 'Bob', '--no-mfa'], { Principal: { AWS: `arn:aws:iam::${account}:user/Bob` } }],
    [
      ['--user', 'Bob', '--user', 'team/Alice'],
      {
        Principal: {
          AWS: [`arn:aws:iam::${account}:user/Bob`, `arn:aws:iam::${account}:user/team/Alice`],
        },
        ...mfa,
      },
    ],
    [['--root'], { Principal: { AWS: `arn:aws:iam::${account}:root` } }],
    [['--root', '--mfa'], { Principal: { AWS: `arn:aws:iam::${account}:root` }, ...mfa }],
    [
      ['--root', '--external-id', 'a1/b2', '--partition', 'aws-us-gov'],
      {
        Principal: { AWS: `arn:aws-us-gov:iam::${account}:root` },
        Condition: { StringEquals: { 'sts:ExternalId': 'a1/b2' } },
      },
    ],
    [['--role', 'path/ci'], { Principal: { AWS: `arn:aws:iam::${account}:role/path/ci` } }],
    [
      ['--sso-role', 'Admin', '--partition', 'aws-cn'],
      {
        Principal: { AWS: `arn:aws-cn:iam::${account}:root` },
        Condition: {
          ArnLike: {
            'aws:PrincipalArn': `arn:aws-cn:iam::${account}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Admin_*`,
          },
        },
      },
    ],
  ])('%j', async (words, statement) => {
    const document = await printed('trust', ...words, '--account', account)
    expect(document).toEqual(documentOf({ Action: 'sts:AssumeRole', ...statement }))
  })

  it('prints a statement for each kind of principal, with the options that apply to it', async () => {
    const words = ['--user', 'Bob', '--root', '--role', 'ci', '--service', 'ec2.amazonaws.com']
    const options = ['--external-id', 'id', '--tag-session', '--set-source-identity']
    const document = await printed('trust', ...words, ...options, '--account', account)
    const id = { StringEquals: { 'sts:ExternalId': 'id' } }
    const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const start = `arn:aws:iam::${account}`
    expect(document).toEqual(
      documentOf(
        {
          Principal: { AWS: `${start}:user/Bob` },
          Action: all,
          Condition: { ...mfa.Condition, ...id },
        },
        { Principal: { AWS: `${start}:root` }, Action: all, Condition: id },
        { Principal: { AWS: `${start}:role/ci` }, Action: all, Condition: id },
        {
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
      ),
    )
  })

  it('allows EKS to tag the session of a pod', async () => {
    expect(await printed('trust', '--service', 'pods.eks.amazonaws.com')).toEqual(
      documentOf({
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      }),
    )
  })

  it('uses ARNs unchanged, and needs no account for them', async () => {
    const user = `arn:aws-cn:iam::${away}:user/path/Eve`
    expect(await printed('trust', '--user', user)).toEqual(
      documentOf({ Principal: { AWS: user }, Action: 'sts:AssumeRole', ...mfa }),
    )
  })
})

describe('assume policy identity', () => {
  it.each<[readonly string[], object]>([
    [['--role', 'admin'], { Resource: `arn:aws:iam::${account}:role/admin` }],
    [
      ['--role', 'admin', '--role', `${away}:x/y`, '--role', `arn:aws-cn:iam::${away}:role/z`],
      {
        Resource: [
          `arn:aws:iam::${account}:role/admin`,
          `arn:aws:iam::${away}:role/x/y`,
          `arn:aws-cn:iam::${away}:role/z`,
        ],
      },
    ],
    [['--role', 'admin', '--mfa'], { Resource: `arn:aws:iam::${account}:role/admin`, ...mfa }],
  ])('%j', async (words, statement) => {
    const document = await printed('identity', ...words, '--account', account)
    expect(document).toEqual(documentOf({ Action: 'sts:AssumeRole', ...statement }))
  })
})

describe('the account of a policy', () => {
  const config = `[profile plain]
region = cn-north-1
[profile away]
role_arn = arn:aws-us-gov:iam::${away}:role/x
source_profile = Bob
[profile sso]
sso_account_id = ${away}
`
  const [key] = bob.accessKeys
  const inEnvironment = { AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '', AWS_SECRET_ACCESS_KEY: 'x' }

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['of a profile, by its key id', ['--profile', 'Bob'], {}, `aws:iam::${account}`],
    ['of AWS_PROFILE', [], { AWS_PROFILE: 'Bob' }, `aws:iam::${account}`],
    ['of the role of a profile', ['-p', 'away'], {}, `aws-us-gov:iam::${away}`],
    ['that a profile states', ['-p', 'sso'], {}, `aws:iam::${away}`],
    ['of the keys of the environment', [], inEnvironment, `aws:iam::${account}`],
    [
      'in the partition of the region',
      ['-p', 'Bob'],
      { AWS_REGION: 'cn-north-1' },
      `aws-cn:iam::${account}`,
    ],
    [
      'of the option, before all of these',
      ['--account', away, '--partition', 'aws'],
      { AWS_PROFILE: 'away', ...inEnvironment },
      `aws:iam::${away}`,
    ],
  ])('is the one %s', async (_, words, env, wanted) => {
    const testAws = await TestAws.open({ config, credentials: keysOf(bob) + keysOf(alice) })
    const { stdout, calls } = await testAws.assume(['policy', 'trust', '--root', ...words], { env })
    expect(JSON.parse(stdout).Statement[0].Principal).toEqual({ AWS: `arn:${wanted}:root` })
    expect(calls).toEqual([])
  })
})

describe('assume policy with invalid arguments', () => {
  it.each<[readonly string[], string]>([
    [['trust', '--user', 'Bob'], 'the account is not known'],
    [['identity', '--role', 'x'], 'the account is not known'],
    [['trust'], 'a trust policy needs somebody to trust'],
    [['identity'], 'no role to assume'],
    [['other'], 'there is no policy "other"'],
    [['trust', '--user', 'a b'], '--user: "a b" is not a user: neither NAME, PATH/NAME nor an ARN'],
    [
      ['trust', '--user', 'arn:aws:iam::1:user/x'],
      '--user: "arn:aws:iam::1:user/x" is not a user: neither NAME, PATH/NAME nor an ARN',
    ],
    [['trust', '--role', 'a b'], '"a b" is not a role: neither NAME, ACCOUNT:NAME nor an ARN'],
    [['trust', '--service', 'ec2'], '--service: "ec2" is not the name of a service as a principal'],
    [['trust', '--sso-role', '*'], '--sso-role: "*" is not the name of a permission set'],
    [['trust', '--root', '--account', '12'], '--account: "12" is not an account'],
    [
      ['trust', '--root', '--account', account, '--partition', 'cn'],
      '--partition: "cn" is not a partition of AWS',
    ],
    [
      ['trust', '--service', 'ec2.amazonaws.com', '--account', account],
      '--account has no effect here: each name contains its account',
    ],
    [
      ['trust', '--service', 'ec2.amazonaws.com', '--no-mfa'],
      '--mfa and --no-mfa need --user or --root',
    ],
    [
      ['trust', '--service', 'ec2.amazonaws.com', '--external-id', 'xy'],
      '--external-id cannot be used with --service: services send no external ID',
    ],
    [
      ['trust', '--root', '--account', account, '--external-id', 'x'],
      '--external-id: that is not an external id',
    ],
    [
      ['identity', '--role', 'x', '--user', 'Bob', '--account', account],
      'an identity policy names only roles',
    ],
  ])('fails with exit status 2: %j', async (words, message) => {
    const { stdout, stderr, exitCode } = await policy(...words)
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
  })

  it('fails with exit status 2: an unknown profile', async () => {
    const { stderr, exitCode } = await policy('trust', '--root', '--profile', 'x')
    expect(stderr).toMatch(/^assume: profile "x" is not in /)
    expect(exitCode).toBe(2)
  })
})

describe('moto, another implementation of IAM', () => {
  it.skipIf(noMoto)('accepts the printed policies', async () => {
    const { url } = await startMoto()
    const iam = async (Action: string, parameters: Readonly<Record<string, string>>) => {
      const credential = 'Credential=any/20200101/us-east-1/iam/aws4_request'
      const { status } = await fetch(url, {
        method: 'POST',
        headers: {
          Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=any`,
        },
        body: new URLSearchParams({ Action, Version: '2010-05-08', ...parameters }),
      })
      return status
    }
    const options = ['--external-id', 'id', '--tag-session', '--set-source-identity']
    const kinds = [['--user', 'Bob'], ['--root'], ['--role', 'ci'], ['--sso-role', 'Admin']]
    const trusts = [
      ['--service', 'ec2.amazonaws.com'],
      ...kinds.map((kind) => [...kind, ...options, '--account', account]),
    ]
    const createRole = async (words: readonly string[], RoleName: string) =>
      iam('CreateRole', {
        RoleName,
        AssumeRolePolicyDocument: (await policy('trust', ...words)).stdout,
      })
    for (const words of trusts) expect(await createRole(words, words.join(''))).toBe(200)
    const words = ['--role', 'x', '--role', 'y', '--mfa', ...options, '--account', account]
    const { stdout: PolicyDocument } = await policy('identity', ...words)
    const name = { PolicyName: 'identity' }
    expect(await iam('CreatePolicy', { ...name, PolicyDocument })).toBe(200)
    // moto refuses an invalid policy, so it does check them.
    const bad = PolicyDocument.replaceAll('Resource', 'Source')
    expect(await iam('CreatePolicy', { ...name, PolicyDocument: bad })).toBe(400)
  })
})
