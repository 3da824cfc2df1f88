import type { Agent } from 'node:http'
import {
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam'
import type { ServiceCall } from '../../aws-api/client-config.ts'

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here.

/** The answer as it came: any part may be missing. */
export interface RoleAnswer {
  readonly arn?: string | undefined
  readonly maxSessionDuration?: number | undefined
  /** JSON. */
  readonly trustPolicy?: string | undefined
  /** IAM says that there is none of that name. */
  readonly isMissing?: true
}

/** @throws what the SDK throws. */
export async function roleNamed(name: string, call: ServiceCall): Promise<RoleAnswer> {
  const client = await clientFor(call)
  const { abortSignal } = call
  try {
    const { Role } = await client.send(new GetRoleCommand({ RoleName: name }), { abortSignal })
    const { Arn: arn, MaxSessionDuration: maxSessionDuration } = Role ?? {}
    return { arn, maxSessionDuration, trustPolicy: decoded(Role?.AssumeRolePolicyDocument) }
  } catch (error) {
    const isMissing = error instanceof Error && error.name.startsWith('NoSuchEntity')
    if (isMissing) return { isMissing }
    throw error
  }
}

/** IAM writes a document as a part of a URL. */
function decoded(document: string | undefined): string | undefined {
  try {
    return document && decodeURIComponent(document)
  } catch {
    return undefined
  }
}

/** The serial numbers of the caller's devices. @throws what the SDK throws. */
export async function mfaDevices(call: ServiceCall): Promise<readonly (string | undefined)[]> {
  const client = await clientFor(call)
  const { abortSignal } = call
  const { MFADevices = [] } = await client.send(new ListMFADevicesCommand({}), { abortSignal })
  return MFADevices.map(({ SerialNumber }) => SerialNumber)
}

export interface AccessKeyAnswer {
  readonly id?: string | undefined
  readonly createdAt?: Date | undefined
}

/** The keys of the caller. @throws what the SDK throws. */
export async function accessKeys(call: ServiceCall): Promise<readonly AccessKeyAnswer[]> {
  const client = await clientFor(call)
  const { abortSignal } = call
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({}), {
    abortSignal,
  })
  return AccessKeyMetadata.map(({ AccessKeyId, CreateDate }) => ({
    id: AccessKeyId,
    createdAt: CreateDate,
  }))
}

async function clientFor({
  endpointConfig,
  configOf,
  agentFor,
  prepare,
}: ServiceCall): Promise<IAMClient> {
  const clientWith = (agent?: Agent) => prepare(new IAMClient(configOf(agent)))
  const client = clientWith()
  const { region, endpoint, fips, dualstack } = endpointConfig
  const asked = { Region: region, UseFIPS: fips, UseDualStack: dualstack }
  const url = endpoint === undefined ? client.config.endpointProvider(asked).url : new URL(endpoint)
  const agent = await agentFor?.(url)
  return agent ? clientWith(agent) : client
}
