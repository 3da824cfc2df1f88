import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import { type KeyPart, keyTextProblem } from '../model/key-text.ts'

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
export function usableKeys({ id, secret, token }: WrittenKeys): Credentials {
  check(id, 'key id')
  check(secret, 'secret')
  if (token) check(token, 'token')
  return {
    accessKeyId: id.value,
    secretAccessKey: secret.value,
    ...(token && { sessionToken: token.value }),
  }
}

function check({ value, where }: WrittenPart, part: KeyPart): void {
  const problem = keyTextProblem(value, part)
  if (problem === undefined) return
  throw new AssumeError(`${where}: the ${part} ${problem}, so no request can be signed with it`, [
    'write it again as one line of printable ASCII: copied text may hold characters that nobody sees',
  ])
}
