import {
  errorTypeRegistries,
  GetRole$,
  type GetRoleResponse,
  ListAccessKeys$,
  type ListAccessKeysResponse,
  ListMFADevices$,
  type ListMFADevicesResponse,
} from '@aws-sdk/client-iam'
import { AwsQueryProtocol } from '@aws-sdk/core/protocols'
import { ask, type OperationSchema, type Protocol } from '../../aws-api/client/client.ts'
import type { ServiceCall } from '../../aws-api/service-call.ts'

// This file loads AWS's schemas. Import it on demand.

/** The response as received: any part can be missing. */
export interface RoleAnswer {
  readonly arn?: string | undefined
  readonly maxSessionDuration?: number | undefined
  /** A JSON document. */
  readonly trustPolicy?: string | undefined
  /** IAM has no role of that name. */
  readonly isMissing?: true
}

/** @throws AWS's error response, or the error of the connection. */
export async function roleNamed(name: string, call: ServiceCall): Promise<RoleAnswer> {
  try {
    const { Role } = await send<Partial<GetRoleResponse>>(GetRole$, { RoleName: name }, call)
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

/**
 * The serial numbers of the caller's MFA devices.
 *
 * @throws AWS's error response, or the error of the connection.
 */
export async function mfaDevices(call: ServiceCall): Promise<readonly (string | undefined)[]> {
  const { MFADevices = [] } = await send<Partial<ListMFADevicesResponse>>(ListMFADevices$, {}, call)
  return MFADevices.map(({ SerialNumber }) => SerialNumber)
}

export interface AccessKeyAnswer {
  readonly id?: string | undefined
  readonly createdAt?: Date | undefined
}

/** The access keys of the caller. @throws AWS's error response, or the error of the connection. */
export async function accessKeys(call: ServiceCall): Promise<readonly AccessKeyAnswer[]> {
  const { AccessKeyMetadata = [] } = await send<Partial<ListAccessKeysResponse>>(
    ListAccessKeys$,
    {},
    call,
  )
  return AccessKeyMetadata.map(({ AccessKeyId, CreateDate }) => ({
    id: AccessKeyId,
    createdAt: CreateDate,
  }))
}

const protocol: Protocol = new AwsQueryProtocol({
  defaultNamespace: 'com.amazonaws.iam',
  errorTypeRegistries,
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  version: '2010-05-08',
})

async function send<Output>(
  operation: OperationSchema,
  input: object,
  call: ServiceCall,
): Promise<Output> {
  return (await ask<Output>({ protocol, operation, input, signedFor: 'iam' }, call)).output
}
