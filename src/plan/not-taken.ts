import { type Profile, placeOf } from '../config/profile.ts'
import { shellWord } from '../exports/posix.ts'
import { AssumeError } from '../model/errors.ts'

/** A way to get credentials that the AWS CLI knows, named by the key that asks for it, and we do not. */
export function notTaken(profile: Profile, key: string): AssumeError {
  const name = profile.name
  return new AssumeError(
    `profile "${name}" gets its credentials by ${key} (${placeOf(profile, key)}), from which assume takes no keys`,
    [
      `let the AWS CLI fetch them: eval "$(aws configure export-credentials --profile ${shellWord(name)} --format env)"`,
      'then take a role with those keys: assume ROLE_ARN',
    ],
  )
}
