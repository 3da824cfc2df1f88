import { AssumeError } from '../model/errors.ts'
import { type Keys, parseKeys } from '../model/parse-keys.ts'

/** One part of a set of keys, and its location. */
export interface WrittenPart {
  readonly value: string
  /** `~/.aws/credentials:3, aws_access_key_id`, or the name of a variable. */
  readonly where: string
}

export interface WrittenKeys {
  readonly id: WrittenPart
  readonly secret: WrittenPart
  readonly token: WrittenPart | undefined
}

/**
 * Keys in a file or in the environment.
 *
 * @throws AssumeError that names the position and the kind of a character that no request can contain. It
 *   shows nothing of the value, because a secret can be in the place of the key ID.
 */
export function usableKeys({ id, secret, token }: WrittenKeys): Keys {
  const keys = parseKeys({ id: id.value, secret: secret.value, token: token?.value })
  if (!('unusable' in keys)) return keys
  const { unusable, problem } = keys
  const { where } = { 'key id': id, secret, token: token ?? id }[unusable]
  throw new AssumeError(
    `${where}: the ${unusable} ${problem}, so no request can be signed with it`,
    ['write it again as one line of printable ASCII: copied text can contain invisible characters'],
  )
}
