import type { Readable } from 'node:stream'
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts'
import type { Credentials } from '../model/credentials.ts'
import type { Step } from '../plan/plan.ts'
import type { Where } from '../plan/where.ts'

// This file loads the AWS SDK, which costs more than all else together, and is a bundle of its own:
// import it where called, and nothing but types of ours from here.

/** The SDK itself waits for ever. Both in milliseconds. */
const connectTimeout = 5_000
const wholeCall = 15_000

/** STS's own answers take some kilobytes. In bytes. */
const longestAnswer = 1_000_000

export interface Call {
  readonly where: Where
  readonly credentials: Credentials
}

/** The answer as it came: any part may be missing. */
export interface StsAnswer {
  readonly credentials?: StsCredentials | undefined
  /** Of the caller. */
  readonly arn?: string | undefined
  readonly accountId?: string | undefined
  /** How far AWS's clock is ahead of ours, in milliseconds. */
  readonly clockSkew: number
}

/** @throws what the SDK throws. */
export async function takeStep(
  step: Step,
  code: string | undefined,
  call: Call,
): Promise<StsAnswer> {
  const client = clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const TokenCode = code === undefined ? {} : { TokenCode: code }
  if (step.operation === 'GetSessionToken') {
    const command = new GetSessionTokenCommand({ ...step.input, ...TokenCode })
    const { Credentials } = await client.send(command, { abortSignal })
    return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
  }
  const command = new AssumeRoleCommand({ ...step.input, ...TokenCode })
  const { Credentials } = await client.send(command, { abortSignal })
  return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
}

/** @throws what the SDK throws. */
export async function callerIdentity(call: Call): Promise<StsAnswer> {
  const client = clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const command = new GetCallerIdentityCommand({})
  const { Arn, Account } = await client.send(command, { abortSignal })
  return { arn: Arn, accountId: Account, clockSkew: client.config.systemClockOffset }
}

/** Everything is said, so that the SDK looks for nothing in files or environment by itself. */
function clientFor({ where, credentials }: Call): STSClient {
  const { region, endpoint, fips, dualstack } = where
  return new STSClient({
    region,
    credentials,
    ...(endpoint === undefined
      ? { useFipsEndpoint: fips, useDualstackEndpoint: dualstack }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard',
    authSchemePreference: ['sigv4'],
    retryMode: 'standard',
    maxAttempts: 3,
    userAgentAppId: async () => undefined,
    requestHandler: { connectionTimeout: connectTimeout, requestTimeout: wholeCall },
    streamCollector: collected,
  })
}

/** A server that sends without end would keep the XML parser busy for minutes. */
async function collected(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longestAnswer) throw new AnswerTooLong()
  }
  return Buffer.concat(chunks)
}

class AnswerTooLong extends Error {
  readonly code = 'too long'
}
