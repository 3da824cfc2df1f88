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

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here. What it returns is as it came: any part may be missing, or of any type.

export interface RequestedRole {
  readonly accessToken: string
  readonly accountId: string
  readonly roleName: string
}

/** @throws what the SDK throws. */
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

/** AWS refuses a page of more than 100 items. */
const maxResults = 100

/** Reads pages of the accounts. One client reads all of them. @throws what the SDK throws. */
export async function accountPages(accessToken: string, call: ServiceCall): Promise<ReadPage> {
  const client = await clientFor(call)
  return async (nextToken, abortSignal) => {
    const command = new ListAccountsCommand({ accessToken, nextToken, maxResults })
    const answer = await client.send(command, { abortSignal })
    return { items: answer.accountList, nextToken: answer.nextToken }
  }
}

/** Reads pages of the roles in an account. @throws what the SDK throws. */
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

/** Ends a token at AWS. @throws what the SDK throws. */
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
  // The SDK alone knows which host a region has.
  const url = endpoint
    ? new URL(endpoint)
    : client.config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
  const agent = await agentFor?.(url)
  return agent ? clientWith(agent) : client
}
