import {
  colorCode,
  defaultStyle,
  promptColors,
  promptPlaces,
} from '../../src/config/settings/prompt-style.ts'
import { array, assignment, posixCase, statement } from './statements.ts'
import type { Dialect } from './wrapper-blocks.ts'

/** Assigning an array takes longer than assigning a text that is split later. */
const list = (name: string, words: readonly string[]) =>
  statement(`builtin local __assume_${name}='`, words, "'")

export const bash: Dialect = {
  name: 'bash',
  set: assignment,
  list,
  dispatch: posixCase,
  // IFS can have any value where this is used.
  withheld: (names) => array('__assume_withheld', names),
  style: [
    // A space is on both sides of each word.
    ...list('places', ['', ...promptPlaces, '']),
    ...list('colors', ['', ...promptColors.map((name) => `${name}=${colorCode(name)}`), '']),
    assignment('__assume_place', defaultStyle.place),
    assignment('__assume_usual', colorCode(defaultStyle.color)),
    assignment('__assume_urgent', colorCode(defaultStyle.urgent)),
    assignment('__assume_danger', colorCode(defaultStyle.danger)),
  ],
  guard: (format) => [`[[ \${__assume_fast_path_format-} == ${format} ]] || return 1`],
  fastPathLists: ['fast_path_options', 'plan_variables', 'session_variables', 'shell_variables'],
}
