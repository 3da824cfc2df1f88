/** The number of terminal columns of a text. */
export function width(text: string): number {
  if (ascii.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += widthOf(character)
  return columns
}

const ascii = /^[\x20-\x7e]*$/

/** Cuts a text to the width and marks the cut with an ellipsis. */
export function cut(text: string, room: number): string {
  if (width(text) <= room) return text
  let shown = ''
  let columns = 1
  for (const character of text) {
    columns += widthOf(character)
    if (columns > room) break
    shown += character
  }
  return `${shown}…`
}

function widthOf(character: string): number {
  if (joining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

const joining = /[\p{Mn}\p{Me}\p{Cf}]/u

/** East Asian Width W and F, and emoji: https://www.unicode.org/reports/tr11/ */
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
