import { type Profile, placeOf } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'

/** Keys that limit permissions. Ignoring one would give more permissions than requested. */
const limits = ['policy', 'policy_arns'] as const

/** Keys that describe a session. A policy may depend on them. */
const marks = ['session_tags', 'transitive_session_tags', 'source_identity'] as const

/**
 * Notes for a profile whose credentials are used unchanged, without a role session.
 *
 * @throws AssumeError if the profile limits the permissions of its credentials.
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

/** @throws AssumeError for keys that AWS does not accept with a web identity token. */
export function refuseTokenKeys(profile: Profile): void {
  const mark = marks.find((key) => profile.keys.has(key))
  if (mark === undefined) return
  throw new AssumeError(`${where(profile, mark)}: AWS accepts none for a role of a web identity`, [
    'the token itself can contain tags; delete the line',
  ])
}

const where = (profile: Profile, key: string) => `${placeOf(profile, key)}, ${key}`
