import type { Talk } from '../model/talk.ts'
import type { SsoSession } from '../plan/sso-session.ts'
import type { Where } from '../plan/where.ts'
import type { World } from '../plan/world.ts'
import { ServiceRefusal } from './call-service.ts'
import { SignInNeeded } from './sign-in-needed.ts'
import { canRefresh, refreshedToken } from './sso-refresh.ts'
import { readSsoToken, type SsoToken } from './sso-token-cache.ts'

/** Before its end a token is refreshed, as botocore does. In milliseconds. */
const refreshWindow = 15 * 60_000

/** Whose token is wanted, and where a new one is to be had. */
export interface TokenWanted {
  readonly session: SsoSession
  readonly oidc: Where
  /** The profile that asks, where one does. */
  readonly profile?: string
}

/**
 * The token of a sign-in to IAM Identity Center. One that ends within a quarter of an hour is
 * refreshed, if it can be; if that fails it is still good for what is left of it.
 *
 * @throws SignInNeeded where there is none, and none to be had without a person.
 */
export async function ssoToken(wanted: TokenWanted, world: World, talk: Talk): Promise<SsoToken> {
  const { session, profile } = wanted
  const needed = (why: string) => new SignInNeeded(session, profile, why)
  const token = readSsoToken(session, world.env)
  if (!token) throw needed('nobody has signed in here yet')
  const left = token.expiresAt.getTime() - talk.now().getTime()
  const isOver = left <= 0
  if (left > refreshWindow) return token
  if (!canRefresh(token, talk.now())) {
    if (isOver) throw needed(`that of before ended at ${token.expiresAt.toISOString()}`)
    return token
  }
  try {
    return await refreshedToken(token, wanted, world, talk)
  } catch (error) {
    if (isOver && error instanceof ServiceRefusal && wantsPerson.test(error.code)) {
      throw needed(`that of before ended, and AWS does not renew it (${error.code})`)
    }
    if (isOver) throw error
    talk.report.debug('the sign-in could not be renewed, and is good for some minutes more')
    return token
  }
}

/** https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors */
const wantsPerson =
  /^(InvalidGrant|ExpiredToken|InvalidClient|UnauthorizedClient|AccessDenied|InvalidRequest|UnsupportedGrantType)/
