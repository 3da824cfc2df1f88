import { IAMClient } from '@aws-sdk/client-iam'
import type { AwsServer } from '../../src/query/aws-server.ts'
import { admin } from '../fixture.ts'
import { type Keys, keysOf } from '../sdk.ts'

export const account = '123456789012'
export const arn = `arn:aws:iam::${account}`
export const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

/** The SDK client of IAM, by default with the credentials of an administrator. */
export const iam = (aws: AwsServer, keys: Keys = keysOf(admin)) =>
  new IAMClient({ endpoint: aws.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 })

export const trusting = (principal: object | string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  })

export const allowing = (Resource: string, Action = 'sts:AssumeRole') =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } })

/** The names that the tests create, as request parameters. */
export const carol = { UserName: 'Carol' }
export const made = { RoleName: 'made' }
export const policy = { PolicyArn: `${arn}:policy/own` }
export const device = { SerialNumber: `${arn}:mfa/Carol` }
export const assumed = { RoleArn: `${arn}:role/made`, RoleSessionName: 'carol' }
