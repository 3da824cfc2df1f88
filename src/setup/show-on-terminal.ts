import { closeSync, openSync, writeSync } from 'node:fs'
import { AssumeError } from '../model/errors.ts'

/** Past stdout and stderr, either of which may be a file or a log. */
export function showOnTerminal(lines: readonly string[]): void {
  try {
    const terminal = openSync('/dev/tty', 'w')
    writeSync(terminal, `${lines.join('\n')}\n`)
    closeSync(terminal)
  } catch {
    throw new AssumeError('the terminal is gone, where the MFA device was to be shown')
  }
}
