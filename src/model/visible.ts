/**
 * Escapes control, bidirectional and other invisible characters (`\x1b`, `\u202e`), so that no name
 * in a file and no response of a server can control the terminal.
 */
export function visible(text: string): string {
  return text.replace(invisible, escaped)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const invisible = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
