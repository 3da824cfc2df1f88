import { mkdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import { environment, type Shell } from '../shells/shells.ts'

/** How long a shell may take on a busy machine; a test ends sooner, since it waits for output. */
const patience = 50_000

/** Wider than any line that a test types: a shell draws a line that wraps in another way. Lines hold paths. */
export const size = { cols: 800, rows: 50 }

/** Themes have colours within it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
export const endOfPrompt = /~~>(\x1b\[[0-9;]*m|\x1b\(B)* /

/** A shell at its prompt in a real terminal. */
export class Terminal {
  readonly #pty: IPty
  #output = ''
  #seen = 0
  #marks = 0
  #wake: () => void = () => {}
  readonly #exit: Promise<number>

  private constructor(pty: IPty) {
    this.#pty = pty
    readToTheEnd(pty)
    this.#exit = new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)))
    pty.onData((data) => {
      this.#output += data
      // fish 4 asks what terminal this is, and waits for the answer.
      if (data.includes('\x1b[c') || data.includes('\x1b[0c')) pty.write('\x1b[?62;c')
      this.#wake()
    })
  }

  /** Starts a shell with the prompt `~~> ` and waits for it. It is killed when the test ends. */
  static async open(
    shell: Shell,
    home: string,
    rc: readonly string[],
    env: Record<string, string> = {},
    program: string = shell.program,
  ): Promise<Terminal> {
    // Where it is missing, fish reads all man pages in the background; fish 4 has it in the cache.
    for (const folder of ['.local/share', '.cache']) {
      mkdirSync(join(home, folder, 'fish/generated_completions'), { recursive: true })
    }
    const rcFile = join(home, shell.rcName)
    writeFileSync(rcFile, `${[shell.prompt('~~> '), ...rc].join('\n')}\n`)
    const terminal = Terminal.start(program, shell.interactive(rcFile), home, env)
    await terminal.waitFor(endOfPrompt)
    return terminal
  }

  static start(
    program: string,
    args: readonly string[],
    home: string,
    env: Record<string, string> = {},
    { cols, rows } = size,
  ) {
    const pty = spawn(program, [...args], {
      name: env.TERM ?? 'xterm-256color',
      cols,
      rows,
      cwd: home,
      env: { ...environment(home), ZDOTDIR: home, ...env },
    })
    const terminal = new Terminal(pty)
    // Awaited, since a shell may still write its history into the folder that goes next.
    onTestFinished(async () => {
      pty.kill('SIGKILL')
      await terminal.exited()
    })
    return terminal
  }

  type(text: string): void {
    this.#pty.write(text)
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows)
  }

  /** The window is closed, or the line cut. Programs there may get SIGHUP, and no terminal any more. */
  hangUp(): void {
    // Its types leave it out.
    ;(this.#pty as IPty & { destroy(): void }).destroy()
  }

  exited(): Promise<number> {
    return this.#exit
  }

  /**
   * Types a command at a prompt that ends in `~~> `. `output`: what the terminal showed until it was
   * done. `prompt`: the prompt after it with its colours, and the echo of a command of our own.
   */
  async run(command: string): Promise<{ output: string; prompt: string }> {
    const { output, prompt } = await this.#runToPrompt(command)
    const rest = await this.#enter(this.#nextMark())
    await this.waitFor(endOfPrompt)
    return { output, prompt: prompt + rest }
  }

  /** The same where the prompt does not matter: it types one line and not two. */
  async output(command: string): Promise<string> {
    return (await this.#runToPrompt(command)).output
  }

  async #runToPrompt(command: string) {
    const output = await this.#enter(`${command}; ${this.#nextMark()}`)
    return { output: plain(output), prompt: await this.waitFor(endOfPrompt) }
  }

  /** Waits until this has been shown, and gives all that was shown since the last wait, as it came. */
  async waitFor(text: string | RegExp): Promise<string> {
    const deadline = Date.now() + patience
    for (;;) {
      const fresh = this.#output.slice(this.#seen)
      const end = endOf(text, fresh)
      if (end !== undefined) {
        this.#seen += end
        return fresh.slice(0, end)
      }
      if (Date.now() > deadline) throw new Error(`waited for ${text}, saw ${JSON.stringify(fresh)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  async #enter(line: string): Promise<string> {
    this.type(`${line}\r`)
    return this.waitFor(`mark-${this.#marks}\r\n`)
  }

  /** Typed it reads `mark-%s`, so only what it prints is found. Some tests take `printf` for themselves. */
  #nextMark(): string {
    this.#marks += 1
    return `builtin printf 'mark-%s\\n' ${this.#marks}`
  }
}

/**
 * node-pty reads for 200 ms more once a program has ended, and a busy machine may come to that too late:
 * what is there is read before it stops.
 */
function readToTheEnd(pty: IPty): void {
  const { _socket: socket } = pty as IPty & { _socket: Socket }
  const destroy = socket.destroy.bind(socket)
  socket.destroy = () => {
    setImmediate(destroy)
    return socket
  }
}

/** CSI and OSC sequences, character sets, keypad modes. */
const steering =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
  /\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78])/g

/** Without what steers the terminal. */
export const plain = (text: string) => text.replaceAll(steering, '').replaceAll('\r', '')

function endOf(text: string | RegExp, output: string): number | undefined {
  if (typeof text === 'string') {
    const start = output.indexOf(text)
    return start < 0 ? undefined : start + text.length
  }
  const match = text.exec(output)
  return match ? match.index + match[0].length : undefined
}
