import { shellWord } from '../formats/posix.ts'
import { NeedsPersonError } from '../model/errors.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { type SsoSession, ssoSessionTitle } from '../plan/sso/sso-session.ts'

/** The IAM Identity Center sign-in that is needed, and the profile that needs it. */
export interface SignIn {
  readonly session: SsoSession
  /** The SSO-OIDC endpoint for the sign-in and its renewal. */
  readonly oidc: EndpointConfig
  /** The profile that needs the sign-in, if there is one. */
  readonly profile?: string
}

/** The user has to sign in to IAM Identity Center. */
export class SignInNeeded extends NeedsPersonError {
  readonly signIn: SignIn

  /** @param why the end of the message, if there is more to say: `your sign-in expired at …`. */
  constructor(signIn: SignIn, why?: string) {
    const { session, profile } = signIn
    super(
      `you are not signed in to IAM Identity Center (${ssoSessionTitle(session)})${why === undefined ? '' : `: ${why}`}`,
      hintsFor(session, profile),
    )
    this.signIn = signIn
  }
}

/** The error for a token that AWS rejects before its expiration. */
export const signInRejected = (signIn: SignIn): SignInNeeded =>
  new SignInNeeded(signIn, 'AWS no longer accepts your sign-in')

function hintsFor({ name, isRemembered }: SsoSession, profile: string | undefined): string[] {
  const [words, option] =
    profile === undefined
      ? [`--sso-session ${shellWord(name ?? '')}`, `--sso-session ${shellWord(name ?? '')}`]
      : [shellWord(profile), `--profile ${shellWord(profile)}`]
  // The AWS CLI does not know a session that only assume remembers.
  if (isRemembered) return [`assume login ${words}`]
  return [`assume login ${words}`, `or with the AWS CLI v2: aws sso login ${option}`]
}
