import {
  errorTypeRegistries,
  GetRoleCredentials$,
  ListAccountRoles$,
  ListAccounts$,
  Logout$,
} from '@aws-sdk/client-sso'
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import { type Answer, ask, type OperationSchema, type Protocol } from '../aws-api/client/client.ts'
import type { ReadPage } from '../aws-api/every-page.ts'
import type { ServiceCall } from '../aws-api/service-call.ts'

// This file loads AWS's schemas. Import it on demand. It returns responses as received: any part can be
// missing or have any type.

export interface RequestedRole {
  readonly accessToken: string
  readonly accountId: string
  readonly roleName: string
}

export interface RoleCredentialsAnswer {
  readonly keys: unknown
  readonly clockSkew: number
}

/** @throws AWS's error response, or the error of the connection. */
export async function roleCredentials(
  { accessToken, accountId, roleName }: RequestedRole,
  call: ServiceCall,
): Promise<RoleCredentialsAnswer> {
  const input = { accessToken, accountId, roleName }
  const { output, clockSkew } = await send(GetRoleCredentials$, input, call)
  return { keys: output.roleCredentials, clockSkew }
}

/** AWS rejects a page size of more than 100 items. */
const maxResults = 100

/** Reads pages of the accounts. It throws AWS's error response, or the error of the connection. */
export const accountPages =
  (accessToken: string, call: ServiceCall): ReadPage =>
  async (nextToken, abortSignal) => {
    const input = { accessToken, nextToken, maxResults }
    const { output } = await send(ListAccounts$, input, { ...call, abortSignal })
    return { items: output.accountList, nextToken: output.nextToken }
  }

/** Reads pages of the roles in an account. It throws like `accountPages`. */
export const rolePages =
  (accessToken: string, accountId: string, call: ServiceCall): ReadPage =>
  async (nextToken, abortSignal) => {
    const input = { accessToken, accountId, nextToken, maxResults }
    const { output } = await send(ListAccountRoles$, input, { ...call, abortSignal })
    return { items: output.roleList, nextToken: output.nextToken }
  }

/** Ends the session of a token at AWS. @throws AWS's error response, or the error of the connection. */
export async function logout(accessToken: string, call: ServiceCall): Promise<void> {
  await send(Logout$, { accessToken }, call)
}

const protocol: Protocol = new AwsRestJsonProtocol({
  defaultNamespace: 'com.amazonaws.sso',
  errorTypeRegistries,
})

async function send(
  operation: OperationSchema,
  input: object,
  call: ServiceCall,
): Promise<Answer<Readonly<Record<string, unknown>>>> {
  return ask({ protocol, operation, input }, call)
}
