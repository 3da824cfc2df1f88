import { closeSync, openSync } from 'node:fs'
import { InterruptedError, NeedsPersonError } from '../model/errors.ts'
import { checkedCode } from '../plan/request.ts'

/**
 * @param before said above the question.
 * @throws NeedsPersonError without a terminal, InterruptedError at Ctrl-C or Ctrl-D.
 */
export async function askCode(serial: string, before?: string): Promise<string> {
  if (!hasTerminal()) throw needsCode(serial, 'there is no terminal to ask for it')
  const { terminalLine } = await import('./terminal-line.ts')
  const line = await terminalLine(`MFA code for ${serial}: `, complaint, before)
  if (line === undefined) throw new InterruptedError()
  return checkedCode(line.trim())
}

function complaint(line: string): string | undefined {
  try {
    checkedCode(line.trim())
    return undefined
  } catch {
    return 'a code is six digits'
  }
}

export const needsCode = (serial: string, why: string) =>
  new NeedsPersonError(`a code of the MFA device ${serial} is needed, and ${why}`, [
    'give the six digits as the last word, or with --token-code',
  ])

/** @throws InterruptedError at Ctrl-C or Ctrl-D. */
export async function waitForNextCode(seconds: number): Promise<void> {
  const { countDown } = await import('./terminal-countdown.ts')
  const isOver = await countDown(
    seconds,
    (left) => `this code was used already; the next one comes in ${left} s (Enter: go on now)`,
  )
  if (!isOver) throw new InterruptedError()
}

/** Whether a question could be asked. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'))
    return true
  } catch {
    return false
  }
}
