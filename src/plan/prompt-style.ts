import type { Settings } from '../config/settings/settings.ts'
import { invalidValue } from './values/invalid-value.ts'

const places = ['left', 'right', 'own', 'off']

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'none']

/**
 * Checks the prompt style, which has the words of `ASSUME_PROMPT`: `right color=cyan format=[{role}
 * {left}]`. Only the wrappers interpret it.
 *
 * @throws AssumeError that names the invalid word.
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
