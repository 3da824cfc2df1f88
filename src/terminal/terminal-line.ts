import { createInterface } from 'node:readline'
import { ReadStream, WriteStream } from 'node:tty'
import type { Terminal } from '../model/context.ts'
import { unlessHungUp } from './hangup.ts'

// A bundle of its own, loaded when a question has to be asked: nothing but types of ours from here,
// and what is no class.

/** What is wrong with a line, which is then asked for again. */
type ProblemWithLine = (line: string) => string | undefined

/**
 * Asks for a line on the terminal itself: stdout is taken by the shell code, and stdin may be a
 * pipe. The line editor reads in raw mode, so Ctrl-C reaches us as a character and every shell goes
 * on with status 130, and Ctrl-Z cannot leave a stopped process inside `$(…)`.
 *
 * @param before a line above the question.
 * @returns undefined at Ctrl-C and Ctrl-D, and when the terminal goes away.
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
  // An error that nobody hears ends Node with a stack, also one that comes after the answer.
  lines.on('error', () => {})
  output.on('error', () => lines.close())
  try {
    return await new Promise<string | undefined>((answer) => {
      const cancel = () => {
        output.write('\n')
        answer(undefined)
      }
      // Closing sets the terminal's mode, and fails in the same way.
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
