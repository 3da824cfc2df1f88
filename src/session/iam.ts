import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import {
  GetRoleCommand,
  IAMClient,
  type IAMClientConfig,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam'
import type { Call } from './sts.ts'

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here.

/** IAM only helps, and nobody waits long for help. Both in milliseconds. */
const connectTimeout = 2_000
const wholeCall = 3_000

/** In bytes. A role with all its policies takes some tens of kilobytes. */
const longestAnswer = 1_000_000

/** The answer as it came: any part may be missing. */
export interface RoleAnswer {
  readonly arn?: string | undefined
  readonly maxSessionDuration?: number | undefined
}

/** @throws what the SDK throws. */
export async function roleNamed(name: string, call: Call): Promise<RoleAnswer> {
  const client = await clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const { Role } = await client.send(new GetRoleCommand({ RoleName: name }), { abortSignal })
  return { arn: Role?.Arn, maxSessionDuration: Role?.MaxSessionDuration }
}

/** The serial numbers of the caller's devices. @throws what the SDK throws. */
export async function mfaDevices(call: Call): Promise<readonly (string | undefined)[]> {
  const client = await clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const { MFADevices = [] } = await client.send(new ListMFADevicesCommand({}), { abortSignal })
  return MFADevices.map(({ SerialNumber }) => SerialNumber)
}

export interface AccessKeyAnswer {
  readonly id?: string | undefined
  readonly createdAt?: Date | undefined
}

/** The keys of the caller. @throws what the SDK throws. */
export async function accessKeys(call: Call): Promise<readonly AccessKeyAnswer[]> {
  const client = await clientFor(call)
  const abortSignal = AbortSignal.timeout(wholeCall)
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({}), {
    abortSignal,
  })
  return AccessKeyMetadata.map(({ AccessKeyId, CreateDate }) => ({
    id: AccessKeyId,
    createdAt: CreateDate,
  }))
}

async function clientFor(call: Call): Promise<IAMClient> {
  const client = new IAMClient(configOf(call))
  const { region, endpoint, fips, dualstack } = call.where
  const url =
    endpoint === undefined
      ? client.config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack })
          .url
      : new URL(endpoint)
  const agent = await call.agentFor?.(url)
  return agent ? new IAMClient(configOf(call, agent)) : client
}

/** As in sts.ts, but for the patience: everything is said, and tried once. */
function configOf({ where, credentials }: Call, agent?: Agent): IAMClientConfig {
  const { region, endpoint, fips, dualstack } = where
  return {
    region,
    ...(credentials && { credentials }),
    ...(endpoint === undefined
      ? { useFipsEndpoint: fips, useDualstackEndpoint: dualstack }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard',
    authSchemePreference: ['sigv4'],
    retryMode: 'standard',
    maxAttempts: 1,
    userAgentAppId: async () => undefined,
    requestHandler: {
      connectionTimeout: connectTimeout,
      requestTimeout: wholeCall,
      ...(agent && { httpAgent: agent, httpsAgent: agent }),
    },
    streamCollector: collected,
  }
}

/** A server that sends without end would keep the XML parser busy for minutes. */
async function collected(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longestAnswer) throw new Error('the answer is too long')
  }
  return Buffer.concat(chunks)
}
