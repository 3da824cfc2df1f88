import { savedName, savedUnexportedName } from './active-session.ts'
import { universalComplaint, unsavedNote } from './said-by-the-shell.ts'
import type { ShellChange } from './shell-change.ts'

/** In fish's single quotes a backslash and a quote are the only escapes. */
export const fishQuoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

/**
 * Code for fish. Each line ends in `;`, since `eval (assume …)` joins them with spaces, and the last
 * says `true`, since `set` leaves the status of whatever came before. Only the global scope is
 * touched: plain `set -e` would erase the user's universal variables.
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

/**
 * Code for a function that runs one program: what it sets or hides there, only programs that it runs
 * see. A variable of the function that is not exported hides the global one.
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
 * An exported universal variable shows through wherever we unset the global one, so programs would
 * still see, say, `AWS_PROFILE`: refuse before anything changes.
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

/** Without quotes, so that a list stays a list. */
const save = (name: string, exported: boolean) =>
  exported
    ? `set -g ${savedName(name)} $${name}`
    : `set -qg ${name}; and set -g ${savedUnexportedName(name)} $${name}`

/** What an exported universal variable says again by itself is left to it. */
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
