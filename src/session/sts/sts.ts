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

// This file loads the AWS SDK, which costs more time than everything else together. It is a bundle of its
// own. Import it on demand, and import only types from our files.

/** A call of one run. */
export interface StsCall extends ServiceCall {
  /** The environment of the run. All calls of a run share the same object. */
  readonly env: Environment
}

/** The response as received: any part can be missing. */
export interface StsAnswer extends Answered {
  readonly credentials?: StsCredentials | undefined
  /** The ARN of the caller. */
  readonly arn?: string | undefined
  readonly accountId?: string | undefined
}

/**
 * @param secret the code of an MFA device, or the token of a web identity.
 * @throws the error of the SDK.
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
    // The SDK's types expect mutable lists. The SDK does not change them.
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

/** @throws the error of the SDK. */
export async function callerIdentity(call: StsCall): Promise<StsAnswer> {
  const client = await clientFor(call)
  const { abortSignal } = call
  const command = new GetCallerIdentityCommand({})
  const { Arn, Account, $metadata } = await client.send(command, { abortSignal })
  return { arn: Arn, accountId: Account, $metadata }
}

/** The endpoint of the calls. Nothing is called. */
export const endpointOf = (endpointConfig: EndpointConfig, config: ClientConfig): string =>
  urlOf(endpointConfig, new STSClient(config)).href

async function clientFor(call: StsCall): Promise<STSClient> {
  const { endpointConfig, configOf, agentFor, prepare } = call
  const client = clientWith(configOf(), call)
  const agent = await agentFor?.(urlOf(endpointConfig, client))
  return agent ? prepare(new STSClient(configOf(agent))) : client
}

/** The latest client of each run. Its connection serves the next call, which mostly has the same keys. */
const latest = new WeakMap<Environment, { readonly name: string; readonly client: STSClient }>()

function clientWith(config: ClientConfig, { env, prepare }: StsCall): STSClient {
  // The name includes the secret and the token: one key ID can appear twice, once with a mistyped secret.
  const name = JSON.stringify(config)
  const known = latest.get(env)
  if (known?.name === name) return known.client
  const client = prepare(new STSClient(config))
  latest.set(env, { name, client })
  return client
}

/** Only the SDK knows the host of a region. */
function urlOf({ region, endpoint, fips, dualstack }: EndpointConfig, { config }: STSClient): URL {
  if (endpoint !== undefined) return new URL(endpoint)
  return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
}
