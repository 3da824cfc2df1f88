import { type Profile, placeOf } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'

/** Keys that take rights away: to pass over one would give more than was asked for. */
const limits = ['policy', 'policy_arns'] as const

/** Keys that say something of a session. A policy may hang on them. */
const marks = ['session_tags', 'transitive_session_tags', 'source_identity'] as const

/**
 * What is said to whoever takes the keys of a profile as they are, which are no role session.
 *
 * @throws AssumeError where the profile says that they are to have less rights than they have.
 */
export function notesOnKeysTaken(profile: Profile): string[] {
  const limit = limits.find((key) => profile.keys.has(key))
  if (limit !== undefined) {
    throw new AssumeError(
      `${where(profile, limit)}: it limits a role session, and the credentials of "${profile.name}" are taken as they are`,
      [`write it into the profile with the role_arn it is for, or take it out`],
    )
  }
  return marks
    .filter((key) => profile.keys.has(key))
    .map((key) => `${where(profile, key)} is ignored: only a role session has such a thing`)
}

/** @throws AssumeError for what AWS does not take with a token. */
export function refuseTokenKeys(profile: Profile): void {
  const mark = marks.find((key) => profile.keys.has(key))
  if (mark === undefined) return
  throw new AssumeError(
    `${where(profile, mark)}: AWS takes none for a role that is had for a token`,
    ['the token itself may bring them; take the line out'],
  )
}

const where = (profile: Profile, key: string) => `${placeOf(profile, key)}, ${key}`
