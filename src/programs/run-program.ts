import type { Context } from '../model/context.ts'
import { ProgramError } from '../model/errors.ts'
import { shells } from '../shells/index.ts'
import type { Shell } from '../shells/shell.ts'
import type { Started } from './start-program.ts'
import { userShell } from './user-shell.ts'

export type Program = readonly [string, ...string[]]

/**
 * Runs a program in exactly this environment and waits for it.
 *
 * @returns its exit status, or 128 plus the number of the signal that ended it.
 */
export async function runProgram(
  program: Program,
  env: Readonly<Record<string, string>>,
  context: Context,
): Promise<number> {
  refuseChanged(program, userShell(context))
  const { startProgram } = await import('./start-program.ts')
  // The messages of assume must precede the output of the program, also in a shared pipe.
  await context.writer.flushed()
  // The terminal itself sends these signals to both processes.
  const typed = context.terminal.isThere() ? ['SIGINT', 'SIGQUIT'] : []
  // The handler is set before the program starts. It passes each later signal on to the program.
  let signal: Started['signal'] = () => {}
  context.handSignalsOn((each) => typed.includes(each) || signal(each))
  const started = startProgram(program, { env })
  signal = started.signal
  const ending = await started.ended
  if ('failure' in ending) throw notStarted(program, ending.failure)
  if ('signal' in ending && ending.signal === 'SIGINT') context.endBy(ending.signal)
  return ending.exitCode
}

/** Node replaces invalid UTF-8 with U+FFFD, and the original bytes are lost. */
function refuseChanged([, ...args]: Program, shell: Shell): void {
  const at = args.findIndex((word) => word.includes('\ufffd'))
  if (at < 0) return
  throw new ProgramError(
    126,
    `argument ${at + 1} of the program is not UTF-8, and cannot be passed on unchanged`,
    [
      shell.isPosix
        ? `in ${shell.name} with the wrapper all bytes pass: ${shell.loadNow}`
        : `in ${posixShells()} with the wrapper all bytes pass`,
    ],
  )
}

const posixShells = () =>
  shells
    .filter(({ isPosix }) => isPosix)
    .map(({ name }) => name)
    .join(' and ')

function notStarted([name]: Program, failure: string): ProgramError {
  const [exitCode, cause] = causes[failure] ?? [126, failure]
  return new ProgramError(exitCode, `"${name}" could not be started: ${cause}`, [])
}

const causes: Readonly<Record<string, readonly [126 | 127, string]>> = {
  ENOENT: [127, 'the file, or the interpreter in its first line, is missing'],
  EACCES: [126, 'it is not executable'],
  ENOEXEC: [126, 'it is not a program for this machine'],
  E2BIG: [126, 'its arguments and environment are longer than the system takes'],
}
