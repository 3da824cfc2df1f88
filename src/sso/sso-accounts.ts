import { callService } from '../aws-api/call-service.ts'
import { everyPage } from '../aws-api/every-page.ts'
import { callTimeoutMs } from '../aws-api/service-call.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { timeLimit } from '../model/time-limit.ts'
import { endpointHint, ssoPortal } from '../network/called-service.ts'
import type { SsoEndpoints } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { SsoSession } from '../plan/sso/sso-session.ts'
import type { ListedAccount } from './index/index-draft.ts'
import { storeAccounts } from './index/update-index.ts'
import { signInInsteadOf } from './signed-out.ts'
import { ssoToken } from './token/sso-token.ts'

/** Milliseconds for all pages together. */
const wholeList = 120_000

/**
 * Lists the accounts in which the user has a role, from all pages, and caches them.
 *
 * @throws SignInNeeded, or AssumeError with AWS's message and a next step.
 */
export async function listSsoAccounts(
  session: SsoSession,
  { portal, oidc }: SsoEndpoints,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<readonly ListedAccount[]> {
  const { env } = inputs
  const signIn = { session, oidc }
  const { accessToken } = await ssoToken(signIn, inputs, interaction, timeLimit(callTimeoutMs))
  const what = 'ListAccounts'
  const attempt = {
    service: ssoPortal,
    endpointConfig: portal,
    what,
    env,
    report: interaction.report,
    secrets: [accessToken],
    deadline: timeLimit(wholeList),
  }
  const { accountPages } = await import('./sso-portal.ts')
  const hints = [endpointHint(ssoPortal)]
  const pages = await callService(attempt, (call) =>
    everyPage({ what, hints, abortSignal: call.abortSignal }, accountPages(accessToken, call)),
  ).catch((error: unknown) => {
    throw signInInsteadOf(error, signIn)
  })
  const accounts = pages.flatMap((list) => accountsIn(list, what))
  storeAccounts(session, accounts, inputs, interaction.now())
  return accounts
}

function accountsIn(list: unknown, what: string): ListedAccount[] {
  if (!Array.isArray(list)) throw noList(what)
  return list.map((entry: unknown) => {
    const { accountId, accountName, emailAddress } = { ...(entry as object) } as Record<
      string,
      unknown
    >
    if (typeof accountId !== 'string' || !/^\d{12}$/.test(accountId)) throw noList(what)
    return {
      accountId,
      accountName: typeof accountName === 'string' ? accountName : accountId,
      email: typeof emailAddress === 'string' ? emailAddress : '',
    }
  })
}

const noList = (what: string) =>
  new AssumeError(`${what} failed: the answer is no list of accounts`, [endpointHint(ssoPortal)])
