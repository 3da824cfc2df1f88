import { closeSync, writeSync } from 'node:fs'
import type { Terminal } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'

/** Writes directly to the terminal, because stdout or stderr may be a file or a log. */
export function showOnTerminal(terminal: Terminal, lines: readonly string[]): void {
  try {
    const output = terminal.open('w')
    writeSync(output, `${lines.join('\n')}\n`)
    closeSync(output)
  } catch {
    throw new AssumeError('the terminal is gone, where the MFA device was to be shown')
  }
}
