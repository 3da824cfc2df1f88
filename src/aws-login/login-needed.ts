import type { Profile } from '../config/profile.ts'
import { shellWord } from '../formats/posix.ts'
import { NeedsPersonError } from '../model/errors.ts'

/** `assume login bob` */
export const loginCommandOf = ({ name }: Profile) => `assume login ${shellWord(name)}`

/** The user has to sign in for a profile with `login_session`. */
export class LoginNeeded extends NeedsPersonError {
  readonly profile: Profile

  /** @param hints come before the commands that sign in. */
  constructor(message: string, profile: Profile, hints: readonly string[] = []) {
    super(message, [
      ...hints,
      loginCommandOf(profile),
      `or with the AWS CLI v2: aws login --profile ${shellWord(profile.name)}`,
    ])
    this.profile = profile
  }
}
