import type { KeyPart } from '../model/key-text.ts'
import { parseSessionKeys, type SessionKeys } from '../model/parse-keys.ts'

/** The names of the fields that contain the keys of a response. */
export type KeyNames = Readonly<Record<KeyPart, string>>

/** The keys of a response, or the reason why they cannot be used, which contains nothing of the keys. */
export function answeredKeys(
  answer: Readonly<Record<string, unknown>>,
  names: KeyNames,
): SessionKeys | string {
  const keys = parseSessionKeys({
    id: answer[names['key id']],
    secret: answer[names.secret],
    token: answer[names.token],
  })
  return 'unusable' in keys ? `${names[keys.unusable]} in the answer ${keys.problem}` : keys
}
