import { ReadStream, WriteStream } from 'node:tty'
import type { Terminal } from '../model/context.ts'
import { unlessHungUp } from './hangup.ts'

/**
 * Counts seconds down on a line of the terminal and clears the line at the end. Enter ends the
 * countdown early. It uses raw mode for the same reasons as terminal-line.ts.
 *
 * @returns false on Ctrl-C, Ctrl-D and a hangup of the terminal.
 */
export const countDown = (terminal: Terminal, seconds: number, line: (left: number) => string) =>
  unlessHungUp(() => counted(terminal, seconds, line), false)

async function counted(
  terminal: Terminal,
  seconds: number,
  line: (left: number) => string,
): Promise<boolean> {
  const input = new ReadStream(terminal.open('r'))
  const output = new WriteStream(terminal.open('w'))
  const end = performance.now() + seconds * 1000
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<boolean>((done) => {
      const gone = () => done(false)
      input.on('error', gone).on('end', gone)
      output.on('error', gone)
      input.setRawMode(true)
      const tick = () => {
        const left = Math.ceil((end - performance.now()) / 1000)
        if (left <= 0) return done(true)
        // The text is cut to one line, because `\r` replaces only the current line.
        output.write(`\r\x1b[K${line(left).slice(0, (output.columns || 80) - 1)}`)
      }
      input.on('data', (typed) => {
        const text = typed.toString('latin1')
        if (cancelling.some((character) => text.includes(character))) done(false)
        else if (/[\r\n]/.test(text)) done(true)
      })
      timer = setInterval(tick, 250)
      tick()
    })
  } finally {
    clearInterval(timer)
    output.write('\r\x1b[K')
    input.setRawMode(false)
    input.destroy()
    output.destroy()
  }
}

/** Ctrl-C and Ctrl-D. */
const cancelling = ['\x03', '\x04']
