import { savedName, savedUnexportedName } from './active-session.ts'
import { universalComplaint, unsavedNote } from './said-by-the-shell.ts'
import type { ShellChange } from './shell-change.ts'

/** In fish's single quotes only a backslash and a quote need an escape. */
export const fishQuoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

/**
 * Code for fish. Each line ends in `;`, because `eval (assume …)` joins the lines with spaces. The
 * last line is `true`, because `set` does not change the exit status. The code changes only the
 * global scope, because plain `set -e` would erase the user's universal variables.
 */
export function fish(change: ShellChange): string {
  const lines = [
    ...change.restore.map(restore),
    ...change.forget.map(forget),
    ...change.save.map(({ name, exported }) => save(name, exported)),
    ...Object.entries(change.set).map(([name, value]) =>
      value === null ? `set -eg ${name}` : `set -gx ${name} ${fishQuoted(value)}`,
    ),
    ...saveMark(change),
    'true',
  ]
  return whenHideable(change, lines)
    .map((line) => `${line};\n`)
    .join('')
}

/** `return` in fish would end the caller's script, so the code is a plain failure. */
export const fishFailure = () => 'false;\n'

/**
 * Code for a function that runs one program. The changes are visible only to programs that the
 * function starts. A function variable that is not exported hides the global variable.
 */
export function fishForProgram(change: ShellChange): string {
  const before = (name: string) =>
    `set -fu ${name}; set -qg ${savedName(name)}; and set -fx ${name} $${savedName(name)}`
  const lines = [
    ...change.restore.map(before),
    ...Object.entries(change.set).map(([name, value]) =>
      value === null ? `set -fu ${name}` : `set -fx ${name} ${fishQuoted(value)}`,
    ),
    'true',
  ]
  return whenHideable(change, lines)
    .map((line) => `${line};\n`)
    .join('')
}

/**
 * An exported universal variable becomes visible when the global one is unset, so programs would
 * still see, for example, `AWS_PROFILE`. The code checks this before it changes anything.
 */
function whenHideable(change: ShellChange, lines: readonly string[]): readonly string[] {
  const names = Object.keys(change.set).filter((name) => change.set[name] === null)
  if (change.session === 'ends' || names.length === 0) return lines
  const [complaint = '', hint = ''] = universalComplaint.map(fishQuoted)
  return [
    'set -l __assume_universal',
    'set -l __assume_name',
    `for __assume_name in ${names.join(' ')}`,
    'set -qUx $__assume_name; and set -a __assume_universal $__assume_name',
    'end',
    'set -e __assume_name',
    'if set -q __assume_universal[1]',
    `echo ${complaint} >&2`,
    `echo ${hint} $__assume_universal >&2`,
    'set -e __assume_universal',
    'false',
    'else',
    'set -e __assume_universal',
    ...lines,
    'end',
  ]
}

/** The value has no quotes, so that a list stays a list. */
const save = (name: string, exported: boolean) =>
  exported
    ? `set -g ${savedName(name)} $${name}`
    : `set -qg ${name}; and set -g ${savedUnexportedName(name)} $${name}`

/** Does not set a variable that an exported universal variable already provides. */
function restore(name: string): string {
  const exported = savedName(name)
  const unexported = savedUnexportedName(name)
  return [
    `set -eg ${name};`,
    `if set -qg ${exported}; set -qUx ${name}; and test "$${name}" = "$${exported}";`,
    `or set -gx ${name} $${exported};`,
    `else if set -qg ${unexported}; set -g ${name} $${unexported}; end; ${forget(name)}`,
  ].join(' ')
}

const forget = (name: string) => `set -eg ${savedName(name)} ${savedUnexportedName(name)}`

function saveMark(change: ShellChange): string[] {
  if (change.session === 'replaces') return []
  if (change.session === 'begins') return ['set -g __assume_saved 1']
  return [
    `if set -qg __assume_saved; set -eg __assume_saved; else; echo ${fishQuoted(unsavedNote)} >&2; end`,
  ]
}
