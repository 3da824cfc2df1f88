import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  type GetFederationTokenCommandInput,
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts'
import type { Credentials } from '../model/credentials.ts'
import type { AgentFor } from '../network/agent.ts'
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
  /** Absent where a token proves who calls. */
  readonly credentials?: Credentials
  /** Through a proxy, or with certificates of one's own. */
  readonly agentFor?: AgentFor
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

/**
 * @param secret the code of an MFA device, or the token of a web identity.
 * @throws what the SDK throws.
 */
export async function takeStep(
  step: Step,
  secret: string | undefined,
  call: Call,
): Promise<StsAnswer> {
  const client = await clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const TokenCode = secret === undefined ? {} : { TokenCode: secret }
  if (step.operation === 'GetSessionToken') {
    const command = new GetSessionTokenCommand({ ...step.input, ...TokenCode })
    const { Credentials } = await client.send(command, { abortSignal })
    return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
  }
  if (step.operation === 'GetFederationToken') {
    const command = new GetFederationTokenCommand(step.input as GetFederationTokenCommandInput)
    const { Credentials } = await client.send(command, { abortSignal })
    return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
  }
  if (step.operation === 'AssumeRoleWithWebIdentity') {
    // The SDK's types want lists that it could change, which it does not.
    const input = step.input as Omit<AssumeRoleWithWebIdentityCommandInput, 'WebIdentityToken'>
    const command = new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken: secret })
    const { Credentials } = await client.send(command, { abortSignal })
    return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
  }
  const input = step.input as AssumeRoleCommandInput
  const command = new AssumeRoleCommand({ ...input, ...TokenCode })
  const { Credentials } = await client.send(command, { abortSignal })
  return { credentials: Credentials, clockSkew: client.config.systemClockOffset }
}

/** @throws what the SDK throws. */
export async function callerIdentity(call: Call): Promise<StsAnswer> {
  const client = await clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const command = new GetCallerIdentityCommand({})
  const { Arn, Account } = await client.send(command, { abortSignal })
  return { arn: Arn, accountId: Account, clockSkew: client.config.systemClockOffset }
}

/** Where such calls go. Nothing is called. */
export const endpointOf = (where: Where): string =>
  urlOf(where, new STSClient(configOf({ where }))).href

async function clientFor(call: Call): Promise<STSClient> {
  const client = new STSClient(configOf(call))
  const agent = await call.agentFor?.(urlOf(call.where, client))
  return agent ? new STSClient(configOf(call, agent)) : client
}

/** Everything is said, so that the SDK looks for nothing in files or environment by itself. */
function configOf({ where, credentials }: Call, agent?: Agent): STSClientConfig {
  const { region, endpoint, fips, dualstack, retries } = where
  return {
    region,
    ...(credentials && { credentials }),
    ...(endpoint === undefined
      ? { useFipsEndpoint: fips, useDualstackEndpoint: dualstack }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard',
    authSchemePreference: ['sigv4'],
    retryMode: retries?.mode ?? 'standard',
    maxAttempts: retries?.attempts ?? 3,
    userAgentAppId: async () => undefined,
    requestHandler: {
      connectionTimeout: connectTimeout,
      requestTimeout: wholeCall,
      ...(agent && { httpAgent: agent, httpsAgent: agent }),
    },
    streamCollector: collected,
  }
}

/** The SDK alone knows which host a region has. */
function urlOf({ region, endpoint, fips, dualstack }: Where, { config }: STSClient): URL {
  if (endpoint !== undefined) return new URL(endpoint)
  return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
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
