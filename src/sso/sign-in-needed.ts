import { ServiceRefusal } from '../aws-api/call-service.ts'
import { shellWord } from '../formats/posix.ts'
import { NeedsPersonError } from '../model/errors.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { type SsoSession, ssoSessionTitle } from '../plan/sso/sso-session.ts'

/** Which sign-in to IAM Identity Center is asked for, and by whom. */
export interface SignIn {
  readonly session: SsoSession
  /** Where it is made, or made anew. */
  readonly oidc: EndpointConfig
  /** The profile that asks, where one does. */
  readonly profile?: string
}

/** Somebody has to sign in to IAM Identity Center. */
export class SignInNeeded extends NeedsPersonError {
  readonly signIn: SignIn

  /** @param why ends the sentence: `nobody has signed in here yet`. */
  constructor(signIn: SignIn, why: string) {
    const { session, profile } = signIn
    super(
      `a sign-in to IAM Identity Center (${ssoSessionTitle(session)}) is needed: ${why}`,
      hintsFor(session, profile),
    )
    this.signIn = signIn
  }

  /** The portal's answer to a token that was signed out, or another error as it is. */
  static insteadOf(error: unknown, signIn: SignIn): unknown {
    return error instanceof ServiceRefusal && error.code === 'UnauthorizedException'
      ? new SignInNeeded(signIn, 'AWS no longer takes that of before')
      : error
  }
}

function hintsFor({ name }: SsoSession, profile: string | undefined): string[] {
  const [words, option] =
    profile === undefined
      ? [`--sso-session ${shellWord(name ?? '')}`, `--sso-session ${shellWord(name ?? '')}`]
      : [shellWord(profile), `--profile ${shellWord(profile)}`]
  return [`assume login ${words}`, `or with the AWS CLI v2: aws sso login ${option}`]
}
