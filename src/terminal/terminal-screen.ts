import { emitKeypressEvents, type Key } from 'node:readline'
import { ReadStream, WriteStream } from 'node:tty'
import type { Context, Terminal } from '../model/context.ts'
import { inCharset } from '../model/in-charset.ts'
import { unlessHungUp } from './hangup.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The content of the screen and its response to keys. */
export interface Widget {
  /** At most `rows` lines, none wider than `columns`. */
  lines(room: Size): Promise<readonly string[]>
  /** @returns whether the choice continues, is done or is cancelled. */
  press(key: Key, text: string | undefined, room: Size): 'goes on' | 'done' | 'cancelled'
}

const screen = '\x1b[?1049h\x1b[?7l\x1b[?25l'
const back = '\x1b[?25h\x1b[?7h\x1b[?1049l'

/**
 * Shows a choice on the alternate screen of the controlling terminal, because stdout carries shell
 * code. It always restores the previous content. It uses raw mode, in which Ctrl-C is a key.
 */
export const chooseOnTerminal = (choice: Widget, place: ScreenContext) =>
  unlessHungUp(() => chosen(choice, place), 'cancelled' as const)

type ScreenContext = Pick<Context, 'env' | 'terminal' | 'interrupted' | 'onResize'>

async function chosen(choice: Widget, { terminal, interrupted, onResize, env }: ScreenContext) {
  const input = new ReadStream(terminal.open('r'))
  const output = new WriteStream(terminal.open('w'))
  let room = roomOn(output)
  let isOver = false
  const drawNow = async () => {
    const shown = (await choice.lines(room)).map((line) => `${inCharset(line, env)}\x1b[0m\x1b[K`)
    if (!isOver) output.write(`\x1b[H${shown.join('\r\n')}\x1b[J`)
  }
  let forgetResize = () => {}
  try {
    return await new Promise<'done' | 'cancelled'>((end, fail) => {
      const draw = () => void drawNow().catch(fail)
      // This handler also runs if the terminal hangs up.
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
      // Esc is also the beginning of other keys, so the parser waits for the rest.
      emitKeypressEvents(input, { escapeCodeTimeout: 50 } as never)
      input.on('keypress', (text: string | undefined, key: Key) => {
        const outcome = choice.press(key, text, room)
        if (outcome === 'goes on') draw()
        else end(outcome)
      })
    })
  } finally {
    isOver = true
    forgetResize()
    output.write(back)
    input.setRawMode(false)
    input.destroy()
    output.destroy()
  }
}

/**
 * The last column stays empty. Otherwise the code that clears the rest of a full line would erase
 * its last character.
 */
const roomOn = ({ columns, rows }: WriteStream): Size => ({
  columns: (columns || 80) - 1,
  rows: rows || 24,
})

/** A stream that is not Node's own does not update its size, so a new stream reads it. */
function roomNow(terminal: Terminal): Size {
  const fresh = new WriteStream(terminal.open('w'))
  const room = roomOn(fresh)
  fresh.destroy()
  return room
}
