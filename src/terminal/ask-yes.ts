import type { Terminal } from '../model/context.ts'
import { InterruptedError } from '../model/errors.ts'
import { terminalLine } from './terminal-line.ts'

// Import this file on demand: it loads the line editor.

/**
 * Asks a question whose usual answer is yes.
 *
 * @throws InterruptedError at Ctrl-C.
 */
export async function askYes(terminal: Terminal, question: string): Promise<boolean> {
  const line = await terminalLine(terminal, `${question} [Y/n] `, complaint)
  if (line === undefined) throw new InterruptedError()
  return answerIn(line) !== 'no'
}

function answerIn(line: string): 'yes' | 'no' | undefined {
  const word = line.trim().toLowerCase()
  if (word === '' || word === 'y' || word === 'yes') return 'yes'
  return word === 'n' || word === 'no' ? 'no' : undefined
}

const complaint = (line: string) => (answerIn(line) ? undefined : 'y or n')
