/** A part of a set of keys. */
export type KeyPart = 'key id' | 'secret' | 'token'

/**
 * In characters, and generous. AWS's own key ids have 20, its secrets 40 and its tokens some
 * thousand; other stores take ids and secrets of any form. What is longer than this is something
 * else, such as a file in the wrong place: servers refuse a request with such headers, and Linux
 * starts no program with such a variable.
 */
const maxCharacters: Readonly<Record<KeyPart, number>> = {
  'key id': 1024,
  secret: 4096,
  token: 65_536,
}

/**
 * Why a text cannot be a part of keys, in words that hold nothing of it; undefined for one that can.
 *
 * Key ids and tokens are sent in a header and all three become a line of shell code, so printable
 * ASCII is what they have to be. AWS's own form is no rule: LocalStack takes `test`, MinIO
 * `minioadmin`. No text needs to be refused for the sake of quoting, which is sound for any.
 */
export function keyTextProblem(value: unknown, part: KeyPart): string | undefined {
  if (value === undefined || value === null) return 'is missing'
  if (typeof value !== 'string') return 'is not text'
  if (!/[^ ]/.test(value)) return 'is empty'
  if (value.length > maxCharacters[part])
    return `has ${value.length} characters, which no ${part} has`
  const [character] = /[^\x20-\x7e]/u.exec(value) ?? []
  return character === undefined ? undefined : `holds ${kindOf(character)}`
}

export const isKeyText = (value: unknown, part: KeyPart): value is string =>
  keyTextProblem(value, part) === undefined

const named: Readonly<Record<string, string>> = {
  '\0': 'a NUL',
  '\t': 'a tab',
  '\n': 'a line feed',
  '\r': 'a carriage return',
}

/** Which letter it is may be a part of a secret. What cannot be seen has to be named to be found. */
function kindOf(character: string): string {
  const name = named[character]
  if (name !== undefined) return name
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  if (/\p{Cc}/u.test(character)) return `a control character (U+${code})`
  if (/[\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(character)) {
    return `an invisible character (U+${code})`
  }
  return 'a character that is not ASCII'
}
