import { callService } from '../aws-api/call-service.ts'
import { tellClockSkew } from '../aws-api/clock-skew.ts'
import { callTimeoutMs } from '../aws-api/service-call.ts'
import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { timeLimit } from '../model/time-limit.ts'
import { endpointHint, ssoPortal } from '../network/called-service.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { roleCredentialsIn } from '../sources/role-credentials.ts'
import { signInInsteadOf } from './signed-out.ts'
import { denial, isDenied } from './sso-denial.ts'
import { ssoToken } from './token/sso-token.ts'

// Import this file on demand: a cached session needs none of it.

/**
 * The credentials of an `sso` source. A profile or the command line names the source.
 *
 * @throws SignInNeeded, or AssumeError with AWS's message and a next step.
 */
export async function fetchRoleCredentials(
  source: Source,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Credentials> {
  const { sso: role, profile } = source
  if (!role?.endpoints) throw new Error('a source of SSO that nobody has planned')
  const { portal, oidc } = role.endpoints
  const { session, accountId, roleName } = role
  const signIn = { session, oidc, ...(profile !== undefined && { profile }) }
  const deadline = timeLimit(callTimeoutMs)
  const { accessToken } = await ssoToken(signIn, inputs, interaction, deadline)
  const what = `GetRoleCredentials of "${roleName}" in ${accountId}`
  const attempt = {
    service: ssoPortal,
    endpointConfig: portal,
    what,
    env: inputs.env,
    report: interaction.report,
    secrets: [accessToken],
    deadline,
  }
  const { roleCredentials } = await import('./sso-portal.ts')
  const { keys, clockSkew } = await callService(attempt, (call) =>
    roleCredentials({ accessToken, accountId, roleName }, call),
  ).catch(async (error: unknown) => {
    if (!isDenied(error)) throw signInInsteadOf(error, signIn)
    throw await denial(error, role, accessToken, attempt, inputs, interaction.now())
  })
  tellClockSkew(clockSkew, interaction.report)
  const found = roleCredentialsIn(keys, clockSkew, interaction.now())
  if (typeof found !== 'string') return { ...found, accountId }
  throw new AssumeError(`${what} failed: ${found}`, [endpointHint(ssoPortal)])
}
