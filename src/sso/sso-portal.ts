import type { Agent } from 'node:http'
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import type { ServiceCall } from '../aws-api/client-config.ts'
import type { Answered } from '../aws-api/clock-skew.ts'
import type { ReadPage } from '../aws-api/every-page.ts'

// This file loads the AWS SDK and is a bundle of its own. Import it on demand, and import only types from
// our files. It returns responses as received: any part can be missing or have any type.

export interface RequestedRole {
  readonly accessToken: string
  readonly accountId: string
  readonly roleName: string
}

/** @throws the error of the SDK. */
export async function roleCredentials(
  role: RequestedRole,
  call: ServiceCall,
): Promise<Answered & { readonly keys: unknown }> {
  const client = await clientFor(call)
  const { accessToken, accountId, roleName } = role
  const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName })
  const answer = await client.send(command, { abortSignal: call.abortSignal })
  return { keys: answer.roleCredentials, $metadata: answer.$metadata }
}

/** AWS rejects a page size of more than 100 items. */
const maxResults = 100

/** Reads pages of the accounts. One client reads all pages. @throws the error of the SDK. */
export async function accountPages(accessToken: string, call: ServiceCall): Promise<ReadPage> {
  const client = await clientFor(call)
  return async (nextToken, abortSignal) => {
    const command = new ListAccountsCommand({ accessToken, nextToken, maxResults })
    const answer = await client.send(command, { abortSignal })
    return { items: answer.accountList, nextToken: answer.nextToken }
  }
}

/** Reads pages of the roles in an account. @throws the error of the SDK. */
export async function rolePages(
  accessToken: string,
  accountId: string,
  call: ServiceCall,
): Promise<ReadPage> {
  const client = await clientFor(call)
  return async (nextToken, abortSignal) => {
    const command = new ListAccountRolesCommand({ accessToken, accountId, nextToken, maxResults })
    const answer = await client.send(command, { abortSignal })
    return { items: answer.roleList, nextToken: answer.nextToken }
  }
}

/** Ends the session of a token at AWS. @throws the error of the SDK. */
export async function logout(accessToken: string, call: ServiceCall): Promise<void> {
  const client = await clientFor(call)
  await client.send(new LogoutCommand({ accessToken }), { abortSignal: call.abortSignal })
}

async function clientFor({
  endpointConfig,
  configOf,
  agentFor,
  prepare,
}: ServiceCall): Promise<SSOClient> {
  const clientWith = (agent?: Agent) => prepare(new SSOClient(configOf(agent)))
  const client = clientWith()
  const { region, endpoint, fips, dualstack } = endpointConfig
  // Only the SDK knows the host of a region.
  const url = endpoint
    ? new URL(endpoint)
    : client.config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
  const agent = await agentFor?.(url)
  return agent ? clientWith(agent) : client
}
