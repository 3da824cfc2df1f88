import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ReadStream, WriteStream } from 'node:tty'
import { InterruptedError, NeedsPersonError } from '../model/errors.ts'
import { checkedCode } from '../plan/request.ts'

/**
 * Asks on the terminal itself: stdout is taken by the shell code, and stdin may be a pipe. The line
 * editor reads in raw mode, so Ctrl-C reaches us as a character and every shell goes on with status
 * 130, and Ctrl-Z cannot leave a stopped process inside `$(…)`.
 *
 * @throws NeedsPersonError without a terminal, InterruptedError at Ctrl-C or Ctrl-D.
 */
export async function askCode(serial: string): Promise<string> {
  const terminal = openTerminal()
  if (!terminal) throw needsCode(serial, 'there is no terminal to ask for it')
  const { input, output } = terminal
  const lines = createInterface({ input, output, terminal: true, historySize: 0 })
  try {
    return await new Promise<string>((answered, failed) => {
      const cancel = () => {
        output.write('\n')
        failed(new InterruptedError())
      }
      lines.on('SIGINT', cancel).on('close', cancel)
      lines.on('SIGTSTP', () => {})
      lines.on('line', (line) => {
        try {
          answered(checkedCode(line.trim()))
        } catch {
          output.write('a code is six digits\n')
          lines.prompt()
        }
      })
      lines.setPrompt(`MFA code for ${serial}: `)
      lines.prompt()
    })
  } finally {
    lines.removeAllListeners('close')
    lines.close()
    input.destroy()
    output.destroy()
  }
}

export const needsCode = (serial: string, why: string) =>
  new NeedsPersonError(`a code of the MFA device ${serial} is needed, and ${why}`, [
    'give the six digits as the last word, or with --token-code',
  ])

/** Whether a question could be asked. */
export function hasTerminal(): boolean {
  const terminal = openTerminal()
  terminal?.input.destroy()
  terminal?.output.destroy()
  return terminal !== undefined
}

function openTerminal() {
  try {
    return {
      input: new ReadStream(openSync('/dev/tty', 'r')),
      output: new WriteStream(openSync('/dev/tty', 'w')),
    }
  } catch {
    return undefined
  }
}
