import { lstatSync } from 'node:fs'
import { ServiceRefusal } from '../../aws-api/call-service.ts'
import { accessTrouble, ownId } from '../../config/access.ts'
import { homeDirectory, shownPath } from '../../config/paths.ts'
import type { Interaction } from '../../model/interaction.ts'
import { timeLimit } from '../../model/time-limit.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { type SignIn, SignInNeeded, signInRejected } from '../sign-in-needed.ts'
import { canRefresh, refreshedToken } from './sso-refresh.ts'
import { readSsoToken, type SsoToken, ssoTokenPath } from './sso-token-cache.ts'

/** Milliseconds before the expiration. botocore starts to refresh a token at the same time. */
const refreshWindow = 15 * 60_000

/** Milliseconds. A refresh may take this long while the token is still valid. */
const lockTimeoutMs = 4_000

/**
 * The token of an IAM Identity Center sign-in. A token that expires within 15 minutes is refreshed if
 * possible. If that fails, the token is used until it expires.
 *
 * @param deadline aborts all calls.
 * @throws SignInNeeded if there is no token and the user has to sign in.
 */
export async function ssoToken(
  signIn: SignIn,
  inputs: PlanInputs,
  interaction: Interaction,
  deadline: AbortSignal,
): Promise<SsoToken> {
  const { session } = signIn
  const needed = (why?: string) => new SignInNeeded(signIn, why)
  const token = readSsoToken(session, inputs.env)
  if (!token) throw needed(whyNoToken(session, inputs))
  const left = token.expiresAt.getTime() - interaction.now().getTime()
  const isOver = left <= 0
  if (left > refreshWindow) return token
  if (!canRefresh(token, interaction.now())) {
    if (isOver) throw needed(`your sign-in expired at ${token.expiresAt.toISOString()}`)
    return token
  }
  const soon = AbortSignal.any([deadline, timeLimit(lockTimeoutMs)])
  try {
    return await refreshedToken(token, signIn, inputs, interaction, isOver ? deadline : soon)
  } catch (error) {
    if (isOver && error instanceof ServiceRefusal && wantsPerson.test(error.code)) {
      throw needed(`your sign-in has expired, and AWS does not renew it (${error.code})`)
    }
    if (isOver) throw error
    interaction.report.debug('the sign-in could not be renewed, and is valid for some more minutes')
    return token
  }
}

/**
 * A new token in place of one that AWS rejects before it expires.
 *
 * @throws SignInNeeded if the user has to sign in.
 */
export async function renewedToken(
  token: SsoToken,
  signIn: SignIn,
  inputs: PlanInputs,
  interaction: Interaction,
  deadline: AbortSignal,
): Promise<SsoToken> {
  if (!canRefresh(token, interaction.now())) throw signInRejected(signIn)
  try {
    return await refreshedToken(token, signIn, inputs, interaction, deadline)
  } catch (error) {
    if (error instanceof ServiceRefusal && wantsPerson.test(error.code))
      throw signInRejected(signIn)
    throw error
  }
}

/** An unreadable file is not a missing file: another program may have signed in. */
function whyNoToken(session: SsoSession, { env }: PlanInputs): string | undefined {
  const path = ssoTokenPath(session, env)
  const shown = (each: string) => shownPath(each, homeDirectory(env))
  const trouble = accessTrouble(path, ownId())
  if (trouble) {
    const where = trouble.path === path ? '' : `: ${shown(trouble.path)}`
    return `${shown(path)} cannot be read${where}: ${trouble.why}`
  }
  return lstatSync(path, { throwIfNoEntry: false })
    ? `there is no sign-in in ${shown(path)}`
    : undefined
}

/**
 * https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors
 */
const wantsPerson =
  /^(InvalidGrant|ExpiredToken|InvalidClient|UnauthorizedClient|AccessDenied|InvalidRequest|UnsupportedGrantType)/
