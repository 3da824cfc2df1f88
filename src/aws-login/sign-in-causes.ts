import { AssumeError } from '../model/errors.ts'
import type { Causes, FailedCall } from './aws-sign-in-failure.ts'
import { LoginNeeded } from './login-needed.ts'

const isOver = ({ whose, profile }: FailedCall, words: string) =>
  new LoginNeeded(`the sign-in of ${whose} has expired: ${words}`, profile)

/**
 * The causes for which a sign-in is not renewed.
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
 */
export const renewalCauses: Causes = new Map([
  ['TOKEN_EXPIRED', isOver],
  ['USER_CREDENTIALS_CHANGED', isOver],
  [
    'INSUFFICIENT_PERMISSIONS',
    ({ whose }, words) =>
      new AssumeError(`AWS does not allow ${whose} to renew its sign-in: ${words}`, [
        'it needs signin:CreateOAuth2Token, which the policy SignInLocalDevelopmentAccess allows',
      ]),
  ],
  [
    // AWS also returns this code for a sign-in that was made in another region.
    'INVALID_REQUEST',
    ({ whose, profile, region }, words) =>
      new LoginNeeded(`AWS rejects the sign-in of ${whose}: ${words}`, profile, [
        `it was asked in ${region}; a sign-in can be renewed only in its own region, which must be the region of the profile`,
      ]),
  ],
])

/** The causes for which the code of the browser gives no keys. */
export const redemptionCauses: Causes = new Map([
  [
    'AUTHCODE_EXPIRED',
    ({ loginCommand }, words) =>
      new AssumeError(`the code from the browser has expired: ${words}`, [
        `for a new code: ${loginCommand}`,
      ]),
  ],
  [
    'INSUFFICIENT_PERMISSIONS',
    (_, words) =>
      new AssumeError(`AWS does not allow this identity to sign in: ${words}`, [
        'it needs signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token, which the policy SignInLocalDevelopmentAccess allows',
      ]),
  ],
])
