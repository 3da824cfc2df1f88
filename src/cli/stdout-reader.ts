import { statSync } from 'node:fs'
import { shellWord } from '../formats/posix.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'
import { userShell } from '../programs/user-shell.ts'
import type { Shell } from '../shells/shell.ts'

/**
 * Checks that a shell may read stdout and evaluate it. A shell reads `$(…)` from a pipe; ksh reads it from
 * an unlinked file.
 *
 * @param words returns the words after `assume` that repeat the request, without a code.
 * @throws UsageError if no shell reads stdout: keys would be shown or stored there, and the shell would
 *   continue with its previous keys.
 */
export function checkStdoutReader(context: Context, words: () => readonly string[]): void {
  const { fileStatus, isTerminal, env } = context
  const command = () => ['assume', ...words()].map(shellWord).join(' ')
  const unread = (place: string, hints: readonly string[] = []) =>
    notRead(place, userShell(context), command(), hints)
  if (isTerminal(1)) throw unread('a terminal, where keys would be shown')
  const stdout = fileStatus(1)
  if (stdout.isFile() && stdout.nlink > 0) {
    throw unread('a file, where keys would be stored', [
      `or, to write the keys to a file, name a format: ${command()} --format posix`,
    ])
  }
  if (env.JOURNAL_STREAM === `${stdout.dev}:${stdout.ino}`) {
    throw unread('the log of systemd, where keys would be stored')
  }
  if (stdout.isCharacterDevice() && stdout.rdev === nullDevice()) {
    throw unread('/dev/null, which nobody reads,')
  }
}

function notRead(
  place: string,
  shell: Shell,
  command: string,
  hints: readonly string[],
): UsageError {
  return new UsageError(`stdout is ${place} and this shell not changed`, [
    `load the wrapper, for ${shell.name} say: ${shell.loadNow}`,
    `or eval what assume prints: ${shell.evaluate(`command ${command}`)}`,
    ...hints,
  ])
}

function nullDevice(): number | undefined {
  return statSync('/dev/null', { throwIfNoEntry: false })?.rdev
}
