import type { Agent } from 'node:http'
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import type { ServiceCall } from './client-config.ts'

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here. What it returns is as it came: any part may be missing, or of any type.

export interface RoleWanted {
  readonly accessToken: string
  readonly accountId: string
  readonly roleName: string
}

/** @throws what the SDK throws. */
export async function roleCredentials(role: RoleWanted, call: ServiceCall): Promise<unknown> {
  const client = await clientFor(call)
  const { accessToken, accountId, roleName } = role
  const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName })
  const answer = await client.send(command, { abortSignal: call.abortSignal })
  return answer.roleCredentials
}

/** One page, of as many as there can be. @throws what the SDK throws. */
export async function listAccounts(
  accessToken: string,
  nextToken: string | undefined,
  call: ServiceCall,
): Promise<{ readonly accounts: unknown; readonly nextToken: unknown }> {
  const client = await clientFor(call)
  const command = new ListAccountsCommand({ accessToken, nextToken, maxResults: 1000 })
  const answer = await client.send(command, { abortSignal: call.abortSignal })
  return { accounts: answer.accountList, nextToken: answer.nextToken }
}

/** The first page, of as many as there can be. @throws what the SDK throws. */
export async function listRoles(
  accessToken: string,
  accountId: string,
  call: ServiceCall,
): Promise<unknown> {
  const client = await clientFor(call)
  const command = new ListAccountRolesCommand({ accessToken, accountId, maxResults: 1000 })
  return (await client.send(command, { abortSignal: call.abortSignal })).roleList
}

/** Ends a token at AWS. @throws what the SDK throws. */
export async function logout(accessToken: string, call: ServiceCall): Promise<void> {
  const client = await clientFor(call)
  await client.send(new LogoutCommand({ accessToken }), { abortSignal: call.abortSignal })
}

async function clientFor({ where, configOf, agentFor }: ServiceCall): Promise<SSOClient> {
  const clientWith = (agent?: Agent) => new SSOClient(configOf(agent))
  const client = clientWith()
  const { region, endpoint, fips, dualstack } = where
  // The SDK alone knows which host a region has.
  const url = endpoint
    ? new URL(endpoint)
    : client.config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
  const agent = await agentFor?.(url)
  return agent ? clientWith(agent) : client
}
