import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import example from '../../example/world.json' with { type: 'json' }
import { type StandIn, start } from '../../src/stand-in.ts'
import { type Keys, keysIn, keysOf } from '../sdk.ts'
import { awsCliTakesUrl, noAws } from './endpoint-url.ts'

const [alice] = example.users
if (!alice) throw new Error('the example has no user')

/** Runs the AWS CLI with the environment variables of the stand-in. Returns its output. */
async function cli(standIn: StandIn, keys: Keys | undefined, ...words: string[]) {
  const { stdout } = await promisify(execFile)('aws', [...words, '--output', 'json'], {
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
      ...noAws,
      ...standIn.env,
      ...(keys && {
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      }),
      ...(keys?.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
    },
  })
  return JSON.parse(stdout)
}

describe.skipIf(!awsCliTakesUrl)('the AWS CLI', { timeout: 60_000 }, () => {
  it('assumes a role with MFA', async () => {
    const standIn = await start({ world: example })
    onTestFinished(() => standIn.close())
    const RoleArn = 'arn:aws:iam::111122223333:role/admin'
    const words = ['sts', 'assume-role', '--role-arn', RoleArn, '--role-session-name', 'cli']
    words.push('--duration-seconds', '14400')
    await expect(cli(standIn, keysOf(alice), ...words)).rejects.toThrow(
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    )
    words.push('--serial-number', 'arn:aws:iam::111122223333:mfa/alice', '--token-code', '123456')
    const session = keysIn(await cli(standIn, keysOf(alice), ...words))
    expect(await cli(standIn, session, 'sts', 'get-caller-identity')).toMatchObject({
      Arn: 'arn:aws:sts::111122223333:assumed-role/admin/cli',
    })
    expect(await cli(standIn, session, 'iam', 'get-role', '--role-name', 'reader')).toMatchObject({
      Role: { RoleName: 'reader' },
    })
  })

  it('lists the accounts of IAM Identity Center, and assumes the role of the instance', async () => {
    const standIn = await start({ world: example })
    onTestFinished(() => standIn.close())
    const { accessToken } = standIn.directory.issueToken('alice')
    const listed = await cli(
      standIn,
      undefined,
      'sso',
      'list-accounts',
      '--access-token',
      accessToken,
    )
    expect(listed.accountList).toEqual(example.sso.accounts)
    expect(await cli(standIn, undefined, 'sts', 'get-caller-identity')).toMatchObject({
      Arn: 'arn:aws:sts::111122223333:assumed-role/instance/i-0123456789abcdef0',
    })
  })
})
