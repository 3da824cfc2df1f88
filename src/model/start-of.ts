/**
 * The start of a text, at most `length` UTF-16 units long. It does not end inside of what the user sees as
 * one character, unless that character alone is longer.
 */
export function startOf(text: string, length: number): string {
  if (text.length <= length) return text
  const { index = 0 } = new Intl.Segmenter().segment(text).containing(length) ?? {}
  return text.slice(0, index === 0 ? length : index)
}
