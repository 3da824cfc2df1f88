import { defaultStyle, promptColors, promptPlaces } from '../../src/config/settings/prompt-style.ts'
import { array, assignment, posixCase } from './statements.ts'
import type { Dialect } from './wrapper-blocks.ts'

/** The wrapper declares the arrays, because `builtin local name=(…)` is a syntax error in zsh. */
export const zsh: Dialect = {
  name: 'zsh',
  set: assignment,
  list: array,
  dispatch: posixCase,
  withheld: (names) => array('withheld', names),
  style: [
    ...array('places', promptPlaces),
    ...array('colors', promptColors),
    ...Object.entries({
      place: defaultStyle.place,
      usual: defaultStyle.color,
      urgent: defaultStyle.urgent,
      danger: defaultStyle.danger,
    }).map(([name, value]) => `builtin typeset -g __assume_${name}=${value}`),
  ],
  guard: (format) => [`[[ \${__assume_fast_path_format-} == ${format} ]] || return 1`],
  fastPathLists: ['fast_path_options', 'plan_variables', 'session_variables', 'shell_variables'],
}
