import type { Agent } from 'node:http'
import {
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam'
import type { ServiceCall } from '../../aws-api/client-config.ts'

// This file loads the AWS SDK and is a bundle of its own. Import it on demand, and import only types from
// our files.

/** The response as received: any part can be missing. */
export interface RoleAnswer {
  readonly arn?: string | undefined
  readonly maxSessionDuration?: number | undefined
  /** A JSON document. */
  readonly trustPolicy?: string | undefined
  /** IAM has no role of that name. */
  readonly isMissing?: true
}

/** @throws the error of the SDK. */
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

/** IAM URL-encodes the document. */
function decoded(document: string | undefined): string | undefined {
  try {
    return document && decodeURIComponent(document)
  } catch {
    return undefined
  }
}

/** The serial numbers of the caller's MFA devices. @throws the error of the SDK. */
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

/** The access keys of the caller. @throws the error of the SDK. */
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
