/**
 * Escapes control, bidirectional and other invisible characters (`\x1b`, `\u202e`), so that no name
 * in a file and no response of a server can control the terminal, and two names that look the same are
 * the same. The joiners and tags inside an emoji of Unicode's list change what is seen, so they stay.
 */
export function visible(text: string): string {
  if (ascii.test(text)) return text
  // V8 loads the classes of Unicode when it creates the expression, which takes a millisecond. U+FFF9 to U+FFFB
  // enclose annotations, and no terminal shows what they are.
  const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu
  if (!emojiJoiner.test(text)) return text.replace(invisible, escaped)
  // It contains a list of all emoji, which takes some milliseconds to load.
  const emojiOrCharacter = /(\p{RGI_Emoji})|./gsv
  return text.replace(emojiOrCharacter, (character, emoji) =>
    emoji === undefined ? character.replace(invisible, escaped) : emoji,
  )
}

const ascii = /^[\x20-\x7e]*$/

const emojiJoiner = /[\u200d\ufe0f\u{e0020}-\u{e007f}]/u

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  const digits = code.toString(16).padStart(4, '0')
  return code < 0x10000 ? `\\u${digits}` : `\\u{${digits}}`
}
