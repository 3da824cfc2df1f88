import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Cursor } from './terminal-svg.ts'

const run = promisify(execFile)

/** A shell on a busy machine can be slow. */
const timeoutMilliseconds = 30_000

interface TerminalOptions {
  readonly command: readonly string[]
  readonly columns: number
  readonly rows: number
  readonly env: Readonly<Record<string, string>>
  /** The working directory and the folder of the socket. */
  readonly folder: string
}

/** A terminal without a window: a tmux server of its own, without the user's configuration. */
export class HeadlessTerminal {
  readonly #folder: string
  readonly #env: TerminalOptions['env']

  private constructor({ folder, env }: TerminalOptions) {
    this.#folder = folder
    this.#env = env
  }

  static async start(options: TerminalOptions): Promise<HeadlessTerminal> {
    const { command, columns, rows, folder } = options
    const terminal = new HeadlessTerminal(options)
    const settings = [
      ['start-server'],
      ['set', '-g', 'status', 'off'],
      ['set', '-g', 'remain-on-exit', 'on'],
      ['set', '-g', 'default-terminal', 'xterm-256color'],
      // With the keys of vi a search ends where its match begins.
      ['set', '-g', 'mode-keys', 'vi'],
    ].flatMap((words) => [...words, ';'])
    const size = ['-x', `${columns}`, '-y', `${rows}`]
    await terminal.#tmux(...settings, 'new-session', '-d', ...size, '-c', folder, ...command)
    return terminal
  }

  /**
   * Types a text, waits until the screen changes, and then presses a key, for example `Enter`.
   * Without the wait, `waitFor` could match the screen from before the text.
   *
   * @param key the name of the key in tmux. If it is empty, no key is pressed.
   */
  async type(text: string, key: string): Promise<void> {
    const before = await this.#shown()
    await this.#tmux('send-keys', '-l', text)
    await this.#until((shown) => shown !== before, 'a change')
    if (key !== '') await this.#tmux('send-keys', key)
  }

  /** Waits until the last line that is not empty matches. Trailing spaces are ignored. */
  async waitFor(last: RegExp): Promise<void> {
    await this.#until((shown) => last.test(shown.split('\n').at(-1) ?? ''), `${last}`)
  }

  /**
   * Returns the screen as text with SGR sequences, and the position of the cursor if it is visible.
   */
  async screen(): Promise<{ text: string; cursor: Cursor | undefined }> {
    const text = await this.#tmux('capture-pane', '-e', '-p')
    const place = '#{cursor_flag} #{cursor_x} #{cursor_y}'
    const numbers = (await this.#tmux('display-message', '-p', place)).split(' ').map(Number)
    const [isSeen, column = 0, row = 0] = numbers
    return { text, cursor: isSeen ? { column, row } : undefined }
  }

  /** Returns the columns where these texts begin, each of which occurs once on the screen. */
  async columnsOf(texts: readonly string[]): Promise<readonly number[]> {
    const search = (text: string) => [
      ['copy-mode'],
      ['send-keys', '-X', 'history-top'],
      ['send-keys', '-X', 'start-of-line'],
      ['send-keys', '-X', 'search-forward-text', text],
      ['display-message', '-p', '#{copy_cursor_x} #{search_present}'],
      ['send-keys', '-X', 'cancel'],
    ]
    const commands = texts.flatMap(search).flatMap((words) => [...words, ';'])
    const places = (await this.#tmux(...commands)).split('\n')
    return texts.map((text, index) => {
      const [column, found] = places[index]?.split(' ') ?? []
      if (Number(found) !== 1) throw new Error(`"${text}" is not on the screen`)
      return Number(column)
    })
  }

  /** Kills the shell, so that it does not write its history into a folder that is being deleted. */
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
    const deadline = Date.now() + timeoutMilliseconds
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
