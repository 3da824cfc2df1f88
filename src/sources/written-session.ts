import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { timeIn } from '../model/time-in-text.ts'
import type { NamedRole } from '../plan/plan.ts'
import { roleOfPrincipal } from '../plan/values/arn.ts'

/** saml2aws, gimme-aws-creds and okta-aws-cli write the first; aws-mfa and awsume write the last. */
const expiryKeys = ['x_security_token_expires', 'aws_expiration', 'expiration']

interface WrittenExpiry {
  readonly expiration: Date
  /** `~/.aws/credentials:7, x_security_token_expires`. */
  readonly where: string
}

/** The expiration of temporary keys, which the tool that wrote the keys has added to the profile. */
export function writtenExpiry(profile: Profile): WrittenExpiry | undefined {
  for (const key of expiryKeys) {
    const value = text(profile, key)
    const expiration = value ? timeWritten(value, profile) : undefined
    // Programs in Go write an unknown time as a date in the year 1.
    if (expiration && expiration.getTime() > 0) {
      return { expiration, where: `${placeOf(profile, key)}, ${key}` }
    }
  }
  return undefined
}

/** A time without a zone is local time if awsume has written it, and UTC otherwise. */
function timeWritten(value: string, profile: Profile): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(value)) return timeIn(value)
  const isOfAwsume =
    text(profile, 'autoawsume') !== undefined || text(profile, 'manager') === 'awsume'
  return isOfAwsume ? new Date(value.replace(' ', 'T')) : timeIn(`${value}Z`)
}

/** @throws AssumeError if temporary keys have expired. The error of STS would not name the cause. */
export function refuseExpired(profile: Profile, now: Date): void {
  const written = writtenExpiry(profile)
  if (!written || written.expiration > now) return
  const { expiration, where } = written
  throw new AssumeError(
    `profile "${profile.name}" has keys that ended at ${expiration.toISOString()} (${where})`,
    [
      'get new keys with the program that wrote them, such as saml2aws or gimme-aws-creds',
      'if they are new, delete that line: nothing has updated it',
    ],
  )
}

/** The role that the keys belong to. saml2aws writes its ARN beside them. */
export const writtenRole = (profile: Profile): NamedRole | undefined =>
  roleOfPrincipal(text(profile, 'x_principal_arn') ?? '')
