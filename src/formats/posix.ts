import { savedName, savedUnexportedName } from './active-session.ts'
import { evalQuoted } from './eval-quoted.ts'
import { readonlyComplaint, unsavedNote } from './said-by-the-shell.ts'
import type { ShellChange } from './shell-change.ts'

/** Quotes text for commands that people paste. Code for `eval` uses `evalQuoted`. */
export const posixQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** Quotes a word for a hint only if it needs quotes. */
export const shellWord = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : posixQuoted(text)

/**
 * Code for bash, zsh, dash and ksh. It works under `set -eu` and `set -a` and with aliases named
 * `export`, because a shell never expands an escaped word as an alias. Assigned values are quoted
 * because of zsh's `glob_assign`. Each line ends in `;`, so that an unquoted `eval $(assume …)`,
 * which joins lines with spaces, also works.
 */
export const posix = (change: ShellChange) => posixCode(change, '\\')

/** The same as {@link posix}, for bash and zsh. `builtin` also bypasses functions named `export`. */
export const posixWithBuiltin = (change: ShellChange) => posixCode(change, '\\builtin ')

/** Code that only fails. */
export const posixFailure = (exitCode: number) => `(exit ${exitCode});\n`

function posixCode(change: ShellChange, at: string): string {
  const assignments = [
    // `set -a` would export the saved values to every program.
    `${at}unset __assume_allexport; case ${noFile}$- in ${noFile}*a*) ${at}set +a; __assume_allexport=1;; esac`,
    // Under `set -k` an assignment is not an argument of `export`, which then prints all variables.
    `${at}unset __assume_keyword; case ${noFile}$- in ${noFile}*k*) ${at}set +k; __assume_keyword=1;; esac`,
    ...change.restore.map((name) => restore(name, at)),
    ...(change.forget.length > 0 ? [forget(change.forget, at)] : []),
    ...change.save.map(({ name, exported }) => save(name, exported)),
    ...Object.entries(change.set).map(([name, value]) =>
      value === null ? `${at}unset ${name}` : `${at}export ${name}=${evalQuoted(value)}`,
    ),
    ...saveMark(change, at),
    `case \${__assume_keyword-} in 1) ${at}unset __assume_keyword; ${at}set -k;; esac`,
    `case \${__assume_allexport-} in 1) ${at}unset __assume_allexport; ${at}set -a;; esac`,
  ]
  return whenWritable(change, at, assignments)
    .map((line) => `${line};\n`)
    .join('')
}

/**
 * In an unquoted `eval $(assume …)` the shell expands each word as a pattern first, and a file
 * named `a);rm -rf x;` would become code. So the code has only one form of `*` outside values, in a
 * path where no file can exist.
 */
const noFile = '/dev/null/'

/** A readonly variable would stop the code halfway. A subshell tries every change first. */
function whenWritable(change: ShellChange, at: string, lines: readonly string[]): string[] {
  const names = new Set([...change.restore, ...Object.keys(change.set)])
  if (names.size === 0) return []
  const complaint = readonlyComplaint.map(evalQuoted).join(' ')
  return [
    `if (${at}unset ${[...names].join(' ')}); then ${lines[0]}`,
    ...lines.slice(1),
    `else ${at}printf '%s\\n' ${complaint} >&2`,
    '(exit 1)',
    'fi',
  ]
}

const save = (name: string, exported: boolean) =>
  exported
    ? `${savedName(name)}="\${${name}-}"`
    : `case \${${name}+set} in set) ${savedUnexportedName(name)}="$${name}";; esac`

function restore(name: string, at: string): string {
  const exported = savedName(name)
  const unexported = savedUnexportedName(name)
  return [
    `case \${${exported}+exported}\${${unexported}+plain} in`,
    `exported | exportedplain) ${at}export ${name}="$${exported}";;`,
    `plain) ${at}unset ${name}; ${name}="$${unexported}";;`,
    `'') ${at}unset ${name};; esac; ${forget([name], at)}`,
  ].join(' ')
}

const forget = (names: readonly string[], at: string) =>
  `${at}unset ${names.flatMap((name) => [savedName(name), savedUnexportedName(name)]).join(' ')}`

/**
 * `__assume_saved` marks the shell that saved the original values. A child shell inherits the
 * session without these values and prints a note when the session ends.
 */
function saveMark(change: ShellChange, at: string): string[] {
  if (change.session === 'replaces') return []
  if (change.session === 'begins') return ['__assume_saved=1']
  const note = evalQuoted(unsavedNote)
  return [
    `case \${__assume_saved-} in 1) ${at}unset __assume_saved;; '') ${at}printf '%s\\n' ${note} >&2;; esac`,
  ]
}
