import { defaultStyle, promptColors, promptPlaces } from '../../src/config/settings/prompt-style.ts'
import { type Calls, statement } from './statements.ts'
import type { Dialect } from './wrapper-blocks.ts'

const set = (name: string, value: string | number) => `set -g ${name} ${value}`

const listOf = (start: string, words: readonly string[]) =>
  statement(`${start} `, words, '', { indent: '    ', lineEnd: ' \\' })

const list = (name: string, words: readonly string[]) => listOf(`set -l ${name}`, words)

export const fish: Dialect = {
  name: 'fish',
  set,
  list,
  dispatch: (calls: Calls) => [
    'switch "$argv[1]"',
    ...calls.flatMap(([words, call]) => [
      `    case ${words.join(' ')}`,
      `        ${call} $argv`,
      '        return',
    ]),
    'end',
  ],
  withheld: (names) => listOf('set -g __assume_withheld', names),
  style: [
    ...list('places', promptPlaces),
    ...list('colors', promptColors),
    set('__assume_place', defaultStyle.placeInFish),
    set('__assume_usual', defaultStyle.color),
    set('__assume_urgent', defaultStyle.urgent),
    set('__assume_danger', defaultStyle.danger),
  ],
  guard: (format) => [`test "$__assume_fast_path_format" = ${format}`, 'or return'],
  fastPathLists: ['fast_path_options', 'plan_variables', 'own', 'keys'],
}
