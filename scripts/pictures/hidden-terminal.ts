import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Cursor } from './terminal-svg.ts'

const run = promisify(execFile)

/** In milliseconds: a shell on a busy machine is slow. */
const patience = 30_000

interface Started {
  readonly command: readonly string[]
  readonly columns: number
  readonly rows: number
  readonly env: Readonly<Record<string, string>>
  /** Where it starts, and where its socket is. */
  readonly folder: string
}

/** A terminal that nobody sees: tmux, with a server and without a configuration of the user's. */
export class HiddenTerminal {
  readonly #folder: string
  readonly #env: Started['env']

  private constructor({ folder, env }: Started) {
    this.#folder = folder
    this.#env = env
  }

  static async start(started: Started): Promise<HiddenTerminal> {
    const { command, columns, rows, folder } = started
    const terminal = new HiddenTerminal(started)
    const settings = [
      ['start-server'],
      ['set', '-g', 'status', 'off'],
      ['set', '-g', 'remain-on-exit', 'on'],
      ['set', '-g', 'default-terminal', 'xterm-256color'],
    ].flatMap((words) => [...words, ';'])
    const size = ['-x', `${columns}`, '-y', `${rows}`]
    await terminal.#tmux(...settings, 'new-session', '-d', ...size, '-c', folder, ...command)
    return terminal
  }

  /**
   * Types a text, and once that is seen a key by its name, as `Enter`, if there is one: so what is
   * waited for next is not taken for there while it is only what was there before.
   */
  async type(text: string, key: string): Promise<void> {
    const before = await this.#shown()
    await this.#tmux('send-keys', '-l', text)
    await this.#until((shown) => shown !== before, 'a change')
    if (key !== '') await this.#tmux('send-keys', key)
  }

  /** Waits until the last line with anything on it is like this. Spaces at its end are not seen. */
  async waitFor(last: RegExp): Promise<void> {
    await this.#until((shown) => last.test(shown.split('\n').at(-1) ?? ''), `${last}`)
  }

  /** The screen in characters and SGR sequences, and where the cursor is if it is to be seen. */
  async screen(): Promise<{ text: string; cursor: Cursor | undefined }> {
    const text = await this.#tmux('capture-pane', '-e', '-p')
    const place = '#{cursor_flag} #{cursor_x} #{cursor_y}'
    const numbers = (await this.#tmux('display-message', '-p', place)).split(' ').map(Number)
    const [isSeen, column = 0, row = 0] = numbers
    return { text, cursor: isSeen ? { column, row } : undefined }
  }

  /** The shell gets no time to write its history into a folder that goes next. */
  async close(): Promise<void> {
    const pid = Number(await this.#tmux('display-message', '-p', '#{pane_pid}'))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
    await this.#tmux('kill-server')
  }

  async #until(isThere: (shown: string) => boolean, what: string): Promise<void> {
    const deadline = Date.now() + patience
    for (;;) {
      const shown = await this.#shown()
      if (isThere(shown)) return
      if (Date.now() > deadline) throw new Error(`waited for ${what}, saw:\n${shown}`)
      await wait(50)
    }
  }

  async #shown(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p')).trimEnd()
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const socket = join(this.#folder, 'tmux')
    const own = ['-u', '-S', socket, '-f', '/dev/null']
    const { stdout } = await run('tmux', [...own, ...args], { env: { ...this.#env } })
    return stdout
  }
}
