import { emitKeypressEvents, type Key } from 'node:readline'
import { ReadStream, WriteStream } from 'node:tty'
import type { Context, Terminal } from '../model/context.ts'
import { unlessHungUp } from './hangup.ts'

// A bundle of its own, loaded when a choice has to be made: nothing but types of ours from here.

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** What is to be shown, and what a key does to that. */
export interface Widget {
  /** At the most `rows` lines, none wider than `columns`. */
  lines(room: Size): readonly string[]
  /** @returns whether that was all. */
  press(key: Key, text: string | undefined, room: Size): 'goes on' | 'done' | 'cancelled'
}

const screen = '\x1b[?1049h\x1b[?7l\x1b[?25l'
const back = '\x1b[?25h\x1b[?7h\x1b[?1049l'

/**
 * Shows a choice on a screen of its own, of the terminal itself: stdout is taken by the shell code.
 * What was there comes back whatever happens. Raw mode, as for a question: Ctrl-C is a key.
 */
export const chooseOnTerminal = (choice: Widget, place: ScreenContext) =>
  unlessHungUp(() => chosen(choice, place), 'cancelled' as const)

type ScreenContext = Pick<Context, 'terminal' | 'interrupted' | 'onResize'>

async function chosen(choice: Widget, { terminal, interrupted, onResize }: ScreenContext) {
  const input = new ReadStream(terminal.open('r'))
  const output = new WriteStream(terminal.open('w'))
  let room = roomOn(output)
  const draw = () => {
    const shown = choice.lines(room).map((line) => `${line}\x1b[0m\x1b[K`)
    output.write(`\x1b[H${shown.join('\r\n')}\x1b[J`)
  }
  let forgetResize = () => {}
  try {
    return await new Promise<'done' | 'cancelled'>((end) => {
      // Also when the terminal goes away.
      const cancel = () => end('cancelled')
      input.on('end', cancel).on('error', cancel)
      output.on('error', cancel)
      interrupted.addEventListener('abort', cancel)
      forgetResize = onResize(() => {
        try {
          room = roomNow(terminal)
        } catch {
          return cancel()
        }
        draw()
      })
      input.setRawMode(true)
      output.write(screen)
      draw()
      // A key that begins like another, as Esc does, waits for the rest of it.
      emitKeypressEvents(input, { escapeCodeTimeout: 50 } as never)
      input.on('keypress', (text: string | undefined, key: Key) => {
        const outcome = choice.press(key, text, room)
        if (outcome === 'goes on') draw()
        else end(outcome)
      })
    })
  } finally {
    forgetResize()
    output.write(back)
    input.setRawMode(false)
    input.destroy()
    output.destroy()
  }
}

/** Without the last column: what erases the rest of a line that is full would take that with it. */
const roomOn = ({ columns, rows }: WriteStream): Size => ({
  columns: (columns || 80) - 1,
  rows: rows || 24,
})

/** A stream that is not Node's own keeps the size that the terminal had when it was made. */
function roomNow(terminal: Terminal): Size {
  const fresh = new WriteStream(terminal.open('w'))
  const room = roomOn(fresh)
  fresh.destroy()
  return room
}
