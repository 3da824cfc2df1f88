import { AssumeError } from '../../model/errors.ts'
import { isHeaderText } from '../../sources/metadata/header-text.ts'
import type { OidcTokenResponse } from './sso-oidc.ts'
import type { Registration } from './sso-registration.ts'
import type { SsoToken } from './sso-token-cache.ts'

/**
 * The token in a response.
 *
 * @param what the first words of the message: `the sign-in to "my-sso"`.
 * @throws AssumeError if the token is no valid header value or has expired. The message does not contain
 *   it.
 */
export function tokenIn(
  { accessToken, expiresIn, refreshToken }: OidcTokenResponse,
  { clientId, clientSecret, expiresAt }: Registration,
  what: string,
  now: Date,
): SsoToken {
  if (!isHeaderText(accessToken)) throw new AssumeError(`${what} failed: the answer has no token`)
  if (typeof expiresIn !== 'number' || !(expiresIn > 0 && expiresIn < maxSeconds)) {
    throw new AssumeError(`${what} failed: the token has already expired, or never expires`, [
      'if the clock here is right, try again',
    ])
  }
  return {
    accessToken,
    expiresAt: new Date(now.getTime() + expiresIn * 1000),
    ...(isHeaderText(refreshToken) && { refreshToken }),
    clientId,
    clientSecret,
    registrationExpiresAt: expiresAt,
  }
}

/** Seconds. AWS's maximum is 90 days. */
const maxSeconds = 366 * 86_400
