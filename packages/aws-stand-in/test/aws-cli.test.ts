import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/story.ts'
import type { AwsServer } from '../src/query/aws-server.ts'
import { type Keys, keysIn, keysOf } from './clients.ts'
import { standIn } from './running.ts'

const noAwsCli = spawnSync('aws', ['--version']).status !== 0

async function cli(aws: AwsServer, keys: Keys, ...words: string[]) {
  const { stdout } = await promisify(execFile)(
    'aws',
    ['sts', ...words, '--endpoint-url', aws.url, '--region', 'eu-west-1', '--output', 'json'],
    {
      env: {
        PATH: process.env.PATH,
        HOME: '/nonexistent',
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_MAX_ATTEMPTS: '1',
        ...(keys.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
      },
    },
  )
  return JSON.parse(stdout)
}

describe('the AWS CLI', () => {
  it.skipIf(noAwsCli)('assumes a role of the stand-in', { timeout: 60_000 }, async () => {
    const aws = await standIn()
    const words = '--role-arn arn:aws:iam::123456789012:role/aws-cli-test-iam-role'.split(' ')
    words.push('--role-session-name', 'cli', '--duration-seconds', '14400')
    await expect(cli(aws, keysOf(bob), 'assume-role', ...words)).rejects.toThrow(
      'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/aws-cli-test-iam-role',
    )
    words.push('--serial-number', 'arn:aws:iam::123456789012:mfa/Bob', '--token-code', '123456')
    const answer = await cli(aws, keysOf(bob), 'assume-role', ...words)
    expect(await cli(aws, keysIn(answer), 'get-caller-identity')).toMatchObject({
      Arn: 'arn:aws:sts::123456789012:assumed-role/aws-cli-test-iam-role/cli',
    })
  })
})
