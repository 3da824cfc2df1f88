import { shellWord } from '../exports/posix.ts'
import { NeedsPersonError } from '../model/errors.ts'
import { type SsoSession, ssoSessionTitle } from '../plan/sso-session.ts'
import { ServiceRefusal } from './call-service.ts'

/** Somebody has to sign in to IAM Identity Center. */
export class SignInNeeded extends NeedsPersonError {
  readonly session: SsoSession
  /** The profile that names the session, where one does. */
  readonly profile: string | undefined

  /** @param why ends the sentence: `nobody has signed in here yet`. */
  constructor(session: SsoSession, profile: string | undefined, why: string) {
    super(
      `a sign-in to IAM Identity Center (${ssoSessionTitle(session)}) is needed: ${why}`,
      hintsFor(session, profile),
    )
    this.session = session
    this.profile = profile
  }

  /** The portal's answer to a token that was signed out, or another error as it is. */
  static insteadOf(error: unknown, session: SsoSession, profile: string | undefined): unknown {
    return error instanceof ServiceRefusal && error.code === 'UnauthorizedException'
      ? new SignInNeeded(session, profile, 'AWS no longer takes that of before')
      : error
  }
}

function hintsFor({ name }: SsoSession, profile: string | undefined): string[] {
  const words =
    profile === undefined
      ? `--sso-session ${shellWord(name ?? '')}`
      : profile === 'default'
        ? ''
        : shellWord(profile)
  const option = profile === undefined ? words : `--profile ${shellWord(profile)}`
  return [`assume login ${words}`.trim(), `or with the AWS CLI v2: aws sso login ${option}`]
}
