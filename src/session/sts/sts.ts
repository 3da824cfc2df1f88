import {
  AssumeRole$,
  AssumeRoleWithWebIdentity$,
  errorTypeRegistries,
  GetCallerIdentity$,
  type GetCallerIdentityResponse,
  GetFederationToken$,
  GetSessionToken$,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts'
import { AwsQueryProtocol } from '@aws-sdk/core/protocols'
import {
  type Answer,
  ask,
  type OperationSchema,
  type Protocol,
} from '../../aws-api/client/client.ts'
import type { ServiceCall } from '../../aws-api/service-call.ts'
import type { Step } from '../../plan/plan.ts'

// This file loads AWS's schemas. Import it on demand.

/** The response as received: any part can be missing. */
export interface StsAnswer {
  readonly credentials?: StsCredentials | undefined
  /** The ARN of the caller. */
  readonly arn?: string | undefined
  readonly accountId?: string | undefined
  readonly clockSkew: number
}

const operations: Readonly<Record<Step['operation'], OperationSchema>> = {
  AssumeRole: AssumeRole$,
  AssumeRoleWithWebIdentity: AssumeRoleWithWebIdentity$,
  GetSessionToken: GetSessionToken$,
  GetFederationToken: GetFederationToken$,
}

/**
 * @param secret the code of an MFA device, or the token of a web identity.
 * @throws AWS's error response, or the error of the connection.
 */
export async function takeStep(
  { operation, input }: Step,
  secret: string | undefined,
  call: ServiceCall,
): Promise<StsAnswer> {
  const name = operation === 'AssumeRoleWithWebIdentity' ? 'WebIdentityToken' : 'TokenCode'
  const { output, clockSkew } = await send<{ readonly Credentials?: StsCredentials }>(
    operations[operation],
    { ...input, ...(secret !== undefined && { [name]: secret }) },
    call,
  )
  return { credentials: output.Credentials, clockSkew }
}

/** @throws AWS's error response, or the error of the connection. */
export async function callerIdentity(call: ServiceCall): Promise<StsAnswer> {
  const { output, clockSkew } = await send<GetCallerIdentityResponse>(GetCallerIdentity$, {}, call)
  return { arn: output.Arn, accountId: output.Account, clockSkew }
}

const protocol: Protocol = new AwsQueryProtocol({
  defaultNamespace: 'com.amazonaws.sts',
  errorTypeRegistries,
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  version: '2011-06-15',
})

async function send<Output>(
  operation: OperationSchema,
  input: object,
  call: ServiceCall,
): Promise<Answer<Output>> {
  return ask<Output>({ protocol, operation, input, signedFor: 'sts' }, call)
}
