import type { Settings } from '../config/settings/settings.ts'
import { invalidValue } from './values/invalid-value.ts'

const places = ['left', 'right', 'own', 'off']

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'none']

/**
 * How the segment looks, in the words that `ASSUME_PROMPT` has as well: `right color=cyan
 * format=[{role} {left}]`. The wrappers read it; here it is only checked.
 *
 * @throws AssumeError that names the word which is none.
 */
export function checkedStyle({ prompt, file }: Settings): string | undefined {
  const [, words = '', format] = /^(.*?)(?:(?:^|\s)format=(.*))?$/s.exec(prompt ?? '') ?? []
  for (const word of words.split(/\s+/)) {
    const [, color] = /^(?:color|urgent|danger)=(.*)$/.exec(word) ?? []
    if (word === '' || places.includes(word) || colors.includes(color ?? '')) continue
    throw invalidValue(`${file}, prompt`, `"${word}" is not a word of it`, [
      `${places.join(', ')}, color=NAME, urgent=NAME, danger=NAME, and format=TEXT as the last`,
      `the colours are ${colors.join(', ')}`,
    ])
  }
  if (format === '') throw invalidValue(`${file}, prompt`, 'the format is empty')
  return prompt
}
