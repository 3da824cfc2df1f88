import headless from '@xterm/headless'
import { onTestFinished } from 'vitest'
import { HeadlessTerminal } from '../../../scripts/pictures/headless-terminal.ts'
import { environment, temporaryFolder } from '../shells/shells.ts'
import { Terminal } from './pty.ts'

// The add-on decodes its tables into a Buffer, and then reads the memory of the Buffer from the start. With a
// pool, that memory also contains other small Buffers.
const { poolSize } = Buffer
Buffer.poolSize = 0
const { UnicodeGraphemesAddon } = await import('@xterm/addon-unicode-graphemes')
Buffer.poolSize = poolSize

/** A program in a terminal emulator that reports in which column it draws a text. */
export interface Emulator {
  type(keys: string): Promise<void>
  /** Waits until the last line that is not empty matches. */
  waitFor(last: RegExp): Promise<void>
  /** The column in which each of these texts begins, from 0. */
  columnsOf(texts: readonly string[]): Promise<readonly number[]>
}

export interface Emulated {
  readonly command: readonly [string, ...string[]]
  readonly columns: number
  readonly rows: number
  readonly home: string
  readonly env: Readonly<Record<string, string>>
}

export async function inTmux({ home, env, ...options }: Emulated): Promise<Emulator> {
  const all = { ...environment(home), ...env }
  const terminal = await HeadlessTerminal.start({ ...options, env: all, folder: temporaryFolder() })
  onTestFinished(() => terminal.close())
  return {
    type: (keys) => terminal.type(keys, ''),
    waitFor: (last) => terminal.waitFor(last),
    columnsOf: (texts) => terminal.columnsOf(texts),
  }
}

/** xterm.js. It measures single code points, or graphemes with its add-on. */
export const inXterm =
  (isByGraphemes: boolean) =>
  async ({ command: [file, ...args], columns, rows, home, env }: Emulated): Promise<Emulator> => {
    const size = { cols: columns, rows }
    const screen = new headless.Terminal({ ...size, allowProposedApi: true })
    if (isByGraphemes) screen.loadAddon(new UnicodeGraphemesAddon())
    const pty = Terminal.start(file, args, home, env, size)
    const lines = () =>
      Array.from({ length: rows }, (_, row) => screen.buffer.active.getLine(row)).flatMap((line) =>
        line ? [line] : [],
      )
    return {
      type: async (keys) => pty.type(keys),
      async waitFor(last) {
        const isThere = () => {
          const shown = lines().map((line) => line.translateToString(true))
          return last.test(shown.findLast((line) => line !== '') ?? '')
        }
        do {
          const piece = await pty.waitFor(/[\s\S]+/)
          await new Promise<void>((written) => screen.write(piece, written))
        } while (!isThere())
      },
      async columnsOf(texts) {
        const shown = lines().map((line) => ({ line, all: line.translateToString() }))
        return texts.map((text) => {
          for (const { line } of shown.filter(({ all }) => all.includes(text))) {
            for (let column = 0; column < columns; column += 1) {
              if (line.translateToString(false, column).startsWith(text)) return column
            }
          }
          throw new Error(`"${text}" is not on the screen`)
        })
      },
    }
  }
