import { createInterface } from 'node:readline'
import { ReadStream, WriteStream } from 'node:tty'
import type { Terminal } from '../model/context.ts'
import { unlessHungUp } from './hangup.ts'

/**
 * Returns the problem with a line, or undefined for a valid line. After a problem the question is
 * asked again.
 */
type ProblemWithLine = (line: string) => string | undefined

/**
 * Asks for a line on the controlling terminal, because stdout carries shell code and stdin may be a
 * pipe. The line editor uses raw mode. So Ctrl-C arrives as a character and every shell continues
 * with status 130, and Ctrl-Z cannot leave a stopped process inside `$(…)`.
 *
 * @param before a line above the question.
 * @returns undefined on Ctrl-C, Ctrl-D and a hangup of the terminal.
 */
export const terminalLine = (
  terminal: Terminal,
  question: string,
  complaint: ProblemWithLine,
  before?: string,
) => unlessHungUp(() => asked(terminal, question, complaint, before), undefined)

async function asked(
  terminal: Terminal,
  question: string,
  complaint: ProblemWithLine,
  before: string | undefined,
) {
  const input = new ReadStream(terminal.open('r'))
  const output = new WriteStream(terminal.open('w'))
  const lines = createInterface({ input, output, terminal: true, historySize: 0 })
  // Without a listener an error ends Node with a stack trace, even after the answer.
  lines.on('error', () => {})
  output.on('error', () => lines.close())
  try {
    return await new Promise<string | undefined>((answer) => {
      const cancel = () => {
        output.write('\n')
        answer(undefined)
      }
      // Closing resets the terminal mode and can fail in the same way.
      lines.on('error', () => answer(undefined))
      lines.on('SIGINT', cancel).on('close', cancel)
      lines.on('SIGTSTP', () => {})
      lines.on('line', (line) => {
        const wrong = complaint(line)
        if (wrong === undefined) return answer(line)
        output.write(`${wrong}\n`)
        lines.prompt()
      })
      if (before !== undefined) output.write(`${before}\n`)
      lines.setPrompt(question)
      lines.prompt()
    })
  } finally {
    lines.removeAllListeners('close')
    lines.close()
    input.destroy()
    output.destroy()
  }
}
