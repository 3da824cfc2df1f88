import { invalidValue } from '../../model/values/invalid-value.ts'

export const promptPlaces: readonly string[] = ['left', 'right', 'own', 'off']

/** The colours are in the order of their ANSI codes. */
export const promptColors: readonly string[] = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'none',
]

/** The style of the wrappers. fish shows the segment in its right prompt. */
export const defaultStyle = {
  place: 'left',
  placeInFish: 'right',
  color: 'yellow',
  urgent: 'red',
  danger: 'magenta',
}

/** The ANSI code of a foreground colour; empty for `none`. */
export const colorCode = (color: string): string =>
  color === 'none' ? '' : String(30 + promptColors.indexOf(color))

/**
 * Checks the prompt style, which has the words of `ASSUME_PROMPT`: `right color=cyan format=[{role}
 * {left}]`. Only the wrappers interpret it.
 *
 * @throws AssumeError that names the invalid word.
 */
export function checkedStyle(prompt: string, where: string): string {
  const { words, format } = partsOf(prompt)
  for (const word of words.split(/\s+/)) {
    const [, color] = /^(?:color|urgent|danger)=(.*)$/.exec(word) ?? []
    if (word === '' || promptPlaces.includes(word) || promptColors.includes(color ?? '')) continue
    throw invalidValue(where, `"${word}" is not a word of it`, [
      `${promptPlaces.join(', ')}, color=NAME, urgent=NAME, danger=NAME, and format=TEXT as the last`,
      `the colours are ${promptColors.join(', ')}`,
    ])
  }
  if (format === '') throw invalidValue(where, 'the format is empty')
  return prompt
}

/** The style with another colour, which also replaces that of `danger`. The last of equal words counts. */
export function styleWithColour(prompt: string, colour: string): string {
  const { words, format } = partsOf(prompt)
  const parts = [words, `color=${colour} danger=${colour}`, format && `format=${format}`]
  return parts.filter(Boolean).join(' ')
}

/** The format is the rest of the line. */
function partsOf(prompt: string): { readonly words: string; readonly format?: string } {
  const [, words = '', format] = /^(.*?)(?:(?:^|\s)format=(.*))?$/s.exec(prompt) ?? []
  return { words, ...(format !== undefined && { format }) }
}
