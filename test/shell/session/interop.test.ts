import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { noMoto, startMoto } from '../../support/aws/moto.ts'
import { callerIn } from '../../support/aws/sdk-here.ts'
import { bash, fish, raw, usualWays, wrappedWays } from '../../support/shells/posix-shells.ts'
import { demoArn, demoWords, oneCode, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

const runs = (program: string, ...args: readonly string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

interface Reader {
  readonly name: string
  readonly here: boolean
  readonly command: string
  /** Returns the ARN from the output of the command. Without it, the command prints the ARN. */
  readonly read?: (printed: string) => Promise<string | undefined>
}

const asSaid = async (said: string) => said

/** Programs that print whose credentials they find in the environment, each by its own rules. */
const readers: readonly Reader[] = [
  {
    name: 'the AWS CLI',
    here: runs('aws', '--version'),
    command: 'aws sts get-caller-identity --query Arn --output text',
  },
  {
    name: 'botocore',
    here: runs('python3', '-c', 'import botocore'),
    command: `python3 -c 'from botocore.session import get_session
print(get_session().create_client("sts").get_caller_identity()["Arn"])'`,
  },
  {
    name: 'the SDK for JavaScript',
    here: true,
    command: 'env -0',
    read: callerIn,
  },
]

/** Without a session, the programs use the credentials of Alice. */
const shellHad = {
  AWS_PROFILE: 'Alice',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/** Variables that would each lead one of the programs to other credentials if assume did not unset them. */
const misleading = {
  ...shellHad,
  AWS_DEFAULT_PROFILE: 'Alice',
  AWS_SECURITY_TOKEN: 'old',
  AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
  AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/other',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/no/such/file',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
}

for (const way of usualWays) {
  const tests = () => {
    for (const { name, here, command, read = asSaid } of readers) {
      test.skipIf(!here)(`${name} uses the role`, async () => {
        const lines = [way.assume(demoWords), command]
        const run = await new ShellSession(aws).go(way, lines, {
          env: misleading,
          options: way.shell.strict,
        })
        const stdout = await read(run.stdout)
        expect({ ...run, stdout }).toEqual({ stdout: demoArn, stderr: oneCode, exitCode: 0 })
      })
    }
  }
  describeIn(way.shell, tests, way.name)
}

describeIn(bash, () => {
  for (const { name, here, command, read = asSaid } of readers) {
    test.skipIf(!here)(`${name} uses the earlier profile again after unset`, async () => {
      const way = raw(bash)
      const lines = [way.assume(demoWords), way.assume('unset'), command]
      const run = await new ShellSession(aws).go(way, lines, { env: shellHad })
      expect(await read(run.stdout)).toBe('arn:aws:iam::123456789012:user/Alice')
    })
  }
})

/** An independent implementation of STS, with the user Bob and the role. */
async function motoWithBob() {
  const { url, enforce } = await startMoto()
  const iam = async (Action: string, parameters: Readonly<Record<string, string>>) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        Authorization:
          'AWS4-HMAC-SHA256 Credential=any/20200101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=any',
      },
      body: new URLSearchParams({ Action, Version: '2010-05-08', ...parameters }),
    })
    return response.text()
  }
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } })
  const mayAssume = { Action: 'sts:AssumeRole', Resource: '*' }
  const trust = {
    Action: 'sts:AssumeRole',
    Principal: { AWS: 'arn:aws:iam::123456789012:user/Bob' },
  }
  await iam('CreateUser', { UserName: 'Bob' })
  await iam('PutUserPolicy', {
    UserName: 'Bob',
    PolicyName: 'example-policy',
    PolicyDocument: policy(mayAssume),
  })
  await iam('CreateRole', {
    RoleName: 'aws-cli-test-iam-role',
    AssumeRolePolicyDocument: policy(trust),
  })
  const keys = await iam('CreateAccessKey', { UserName: 'Bob' })
  await enforce()
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(keys)?.[1]
  const credentials = `[Bob]
aws_access_key_id = ${element('AccessKeyId')}
aws_secret_access_key = ${element('SecretAccessKey')}
`
  return { url, credentials }
}

describe('moto', () => {
  test.skipIf(noMoto)('returns a session of the same role', async () => {
    const moto = await motoWithBob()
    for (const way of [raw(bash), raw(fish), ...wrappedWays]) {
      // GetSessionToken of moto always returns the same credentials, which moto itself does not accept.
      const files = {
        '.aws/credentials': moto.credentials,
        '.config/assume/config': 'cache = off\n',
      }
      const bob = new ShellSession(aws, files)
      const env = { AWS_ENDPOINT_URL_STS: moto.url, AWS_REGION: 'us-east-1' }
      const run = await bob.go(way, [way.assume(demoWords), 'assume status --verify'], { env })
      expect(run.stderr).toBe(
        'assume: the code goes to the role itself: the setting "cache" is off, so none would be cached',
      )
      expect(run.stdout).toContain(`\nSTS confirms: ${demoArn}`)
    }
  })
})
