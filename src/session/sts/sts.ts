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
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts'
import type { ClientConfig, ServiceCall } from '../../aws-api/client-config.ts'
import type { Answered } from '../../aws-api/clock-skew.ts'
import type { Environment } from '../../model/context.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'
import type { Step } from '../../plan/plan.ts'

// This file loads the AWS SDK, which costs more than all else together, and is a bundle of its own:
// import it where called, and nothing but types of ours from here.

/** A call of one run. */
export interface StsCall extends ServiceCall {
  /** Of the run, which has it as the same object for all its calls. */
  readonly env: Environment
}

/** The answer as it came: any part may be missing. */
export interface StsAnswer extends Answered {
  readonly credentials?: StsCredentials | undefined
  /** Of the caller. */
  readonly arn?: string | undefined
  readonly accountId?: string | undefined
}

/**
 * @param secret the code of an MFA device, or the token of a web identity.
 * @throws what the SDK throws.
 */
export async function takeStep(
  step: Step,
  secret: string | undefined,
  call: StsCall,
): Promise<StsAnswer> {
  const client = await clientFor(call)
  const { abortSignal } = call
  const TokenCode = secret === undefined ? {} : { TokenCode: secret }
  if (step.operation === 'GetSessionToken') {
    const command = new GetSessionTokenCommand({ ...step.input, ...TokenCode })
    const { Credentials, $metadata } = await client.send(command, { abortSignal })
    return { credentials: Credentials, $metadata }
  }
  if (step.operation === 'GetFederationToken') {
    const command = new GetFederationTokenCommand(step.input as GetFederationTokenCommandInput)
    const { Credentials, $metadata } = await client.send(command, { abortSignal })
    return { credentials: Credentials, $metadata }
  }
  if (step.operation === 'AssumeRoleWithWebIdentity') {
    // The SDK's types want lists that it could change, which it does not.
    const input = step.input as Omit<AssumeRoleWithWebIdentityCommandInput, 'WebIdentityToken'>
    const command = new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken: secret })
    const { Credentials, $metadata } = await client.send(command, { abortSignal })
    return { credentials: Credentials, $metadata }
  }
  const input = step.input as AssumeRoleCommandInput
  const command = new AssumeRoleCommand({ ...input, ...TokenCode })
  const { Credentials, $metadata } = await client.send(command, { abortSignal })
  return { credentials: Credentials, $metadata }
}

/** @throws what the SDK throws. */
export async function callerIdentity(call: StsCall): Promise<StsAnswer> {
  const client = await clientFor(call)
  const { abortSignal } = call
  const command = new GetCallerIdentityCommand({})
  const { Arn, Account, $metadata } = await client.send(command, { abortSignal })
  return { arn: Arn, accountId: Account, $metadata }
}

/** Where such calls go. Nothing is called. */
export const endpointOf = (endpointConfig: EndpointConfig, config: ClientConfig): string =>
  urlOf(endpointConfig, new STSClient(config)).href

async function clientFor(call: StsCall): Promise<STSClient> {
  const { endpointConfig, configOf, agentFor, prepare } = call
  const client = clientWith(configOf(), call)
  const agent = await agentFor?.(urlOf(endpointConfig, client))
  return agent ? prepare(new STSClient(configOf(agent))) : client
}

/** The latest of each run: its connection serves the next call, which is mostly made with the same keys. */
const latest = new WeakMap<Environment, { readonly name: string; readonly client: STSClient }>()

function clientWith(config: ClientConfig, { env, prepare }: StsCall): STSClient {
  // With the secret and the token: one key id may stand in two places, in one of them mistyped.
  const name = JSON.stringify(config)
  const known = latest.get(env)
  if (known?.name === name) return known.client
  const client = prepare(new STSClient(config))
  latest.set(env, { name, client })
  return client
}

/** The SDK alone knows which host a region has. */
function urlOf({ region, endpoint, fips, dualstack }: EndpointConfig, { config }: STSClient): URL {
  if (endpoint !== undefined) return new URL(endpoint)
  return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
}
