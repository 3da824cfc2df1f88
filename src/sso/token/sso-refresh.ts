import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Reporter } from '../../model/reporter.ts'
import { sayIfSlow } from '../../model/say-if-slow.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type SsoSession, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { SignIn } from '../sign-in-needed.ts'
import { askOidc, type OidcCaller } from './ask-oidc.ts'
import { LockBusy, withLock } from './sso-lock.ts'
import { tokenIn } from './sso-token-answer.ts'
import {
  notWritten,
  readSsoToken,
  type SsoToken,
  ssoTokenPath,
  writeSsoToken,
} from './sso-token-cache.ts'

/** A token with everything that a refresh needs. */
type Refreshable = Required<SsoToken>

export const canRefresh = (token: SsoToken, now: Date): token is Refreshable =>
  token.refreshToken !== undefined &&
  token.clientId !== undefined &&
  token.clientSecret !== undefined &&
  token.registrationExpiresAt !== undefined &&
  token.registrationExpiresAt > now

/**
 * Exchanges the refresh token, which works once, for a new token. If two shells need it, one calls AWS and
 * the other reads the result.
 *
 * @throws ServiceRefusal, or another AssumeError.
 */
export async function refreshedToken(
  token: Refreshable,
  { session, oidc }: SignIn,
  { env }: PlanInputs,
  { report, now }: Interaction,
  deadline: AbortSignal,
): Promise<SsoToken> {
  const path = ssoTokenPath(session, env)
  /** A newer token from another process. The AWS CLI takes no lock. */
  const others = () => {
    const other = readSsoToken(session, env)
    return other && other.accessToken !== token.accessToken && other.expiresAt > now()
      ? other
      : undefined
  }
  const once = async () => {
    const other = others()
    if (other) return other
    try {
      const fresh = await ask(token, session, { endpointConfig: oidc, env, report, deadline }, now)
      save(session, fresh, env, report)
      return fresh
    } catch (error) {
      const late = others()
      if (late) return late
      throw error
    }
  }
  try {
    return await sayIfSlow(
      report,
      `the renewal of the sign-in to "${ssoSessionTitle(session)}"`,
      () => withLock(`${path}.lock`, deadline, once),
    )
  } catch (error) {
    if (error instanceof LockBusy) throw active(session)
    if (error instanceof AssumeError || !(error instanceof Error && 'code' in error)) throw error
    throw notWritten(path, error, env)
  }
}

const renewing = (session: SsoSession) => `renewing the sign-in to "${ssoSessionTitle(session)}"`

const active = (session: SsoSession) =>
  new AssumeError(
    `${renewing(session)} failed: another assume is doing this, and AWS does not answer`,
    ['try again'],
  )

async function ask(
  token: Refreshable,
  session: SsoSession,
  caller: OidcCaller,
  now: () => Date,
): Promise<SsoToken> {
  const what = renewing(session)
  const { refreshToken, registrationExpiresAt: expiresAt, ...client } = token
  const secrets = [refreshToken, client.clientSecret]
  const answer = await askOidc(what, { ...caller, secrets }, (oidc, call) =>
    oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, call),
  )
  // RFC 6749, section 6: the refresh token stays valid if the response contains no new one.
  return { refreshToken, ...tokenIn(answer, { ...client, expiresAt }, what, now()) }
}

/** If storing fails, a later run needs a new sign-in. The token itself is valid. */
function save(
  session: SsoSession,
  token: SsoToken,
  env: PlanInputs['env'],
  report: Reporter,
): void {
  try {
    writeSsoToken(session, token, env)
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    report.warning(error.message, error.hints[0])
  }
}
