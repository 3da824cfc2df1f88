import type { Terminal } from '../../model/context.ts'
import { InterruptedError, NeedsPersonError } from '../../model/errors.ts'
import { checkedCode } from '../../plan/values/mfa-code.ts'

/**
 * @param before text shown above the prompt.
 * @throws NeedsPersonError without a terminal, InterruptedError at Ctrl-C or Ctrl-D.
 */
export async function askCode(
  terminal: Terminal,
  serial: string,
  before?: string,
): Promise<string> {
  if (!terminal.isThere()) throw needsCode(serial, 'there is no terminal to ask for it')
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const line = await terminalLine(terminal, `MFA code for ${serial}: `, complaint, before)
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
export async function waitForNextCode(terminal: Terminal, seconds: number): Promise<void> {
  const { countDown } = await import('../../terminal/terminal-countdown.ts')
  const isOver = await countDown(
    terminal,
    seconds,
    (left) => `this code was already used; the next one comes in ${left} s (Enter: go on now)`,
  )
  if (!isOver) throw new InterruptedError()
}
