/** A part of a set of credentials. */
export type KeyPart = 'key id' | 'secret' | 'token'

/**
 * The limits in characters. AWS key ids have 20, secrets 40 and tokens some thousand. Other stores
 * use other forms. A longer text is something else, such as a wrong file: servers refuse a request
 * with such headers, and Linux does not start a program with such a variable.
 */
const maxCharacters: Readonly<Record<KeyPart, number>> = {
  'key id': 1024,
  secret: 4096,
  token: 65_536,
}

/**
 * The reason why a text cannot be a part of credentials. Undefined for a valid text. The reason
 * contains no part of the text.
 *
 * A header transports key ids and tokens, and shell code contains all three parts, so they must be
 * printable ASCII. AWS's own form is not required: LocalStack accepts `test`, and MinIO
 * `minioadmin`. Quoting needs no restriction, because it works for every text.
 */
export function keyTextProblem(value: unknown, part: KeyPart): string | undefined {
  if (value === undefined || value === null) return 'is missing'
  if (typeof value !== 'string') return 'is not text'
  if (!/[^ ]/.test(value)) return 'is empty'
  if (value.length > maxCharacters[part])
    return `has ${value.length} characters, which no ${part} has`
  if (/^[\x20-\x7e]*$/.test(value)) return undefined
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

/**
 * The character itself may be part of a secret, so the text names only its kind. An invisible
 * character has its code, because the user could not find it otherwise.
 */
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
