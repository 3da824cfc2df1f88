import { mkdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import { environment, type Shell } from '../shells/shells.ts'

/** Milliseconds that a shell may take on a busy machine. Tests usually end sooner, since they wait for output. */
const patience = 50_000

/** Wider than any line that a test types, since shells draw wrapped lines differently. Lines contain paths. */
export const size = { cols: 800, rows: 50 }

/** The end of a prompt. Themes put colours into it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
export const endOfPrompt = /~~>(\x1b\[[0-9;]*m|\x1b\(B)* /

/** A real terminal with a program, for example a shell at its prompt. */
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
      // fish 4 queries the type of the terminal, and waits for the answer.
      if (data.includes('\x1b[c') || data.includes('\x1b[0c')) pty.write('\x1b[?62;c')
      this.#wake()
    })
  }

  /** Starts a shell with the prompt `~~> ` and waits for the prompt. The shell is killed when the test ends. */
  static async open(
    shell: Shell,
    home: string,
    rc: readonly string[],
    env: Record<string, string> = {},
    program: string = shell.program,
  ): Promise<Terminal> {
    // Without this folder, fish parses all man pages in the background. fish 4 has the folder in .cache.
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
    // This waits, since the shell may still write its history into the folder that is removed next.
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

  /** Closes the terminal, like a closed window or a cut connection. Programs may get SIGHUP, and lose the terminal. */
  hangUp(): void {
    // The types of node-pty lack this method.
    ;(this.#pty as IPty & { destroy(): void }).destroy()
  }

  exited(): Promise<number> {
    return this.#exit
  }

  /**
   * Types a command at a prompt that ends in `~~> `. `output`: what the terminal shows until the command
   * ends. `prompt`: the next prompt with its colours, and the echo of a second command that prints a mark.
   */
  async run(command: string): Promise<{ output: string; prompt: string }> {
    const { output, prompt } = await this.#runToPrompt(command)
    const rest = await this.#enter(this.#nextMark())
    await this.waitFor(endOfPrompt)
    return { output, prompt: prompt + rest }
  }

  /** Like `run`, but returns only the output, and types one line instead of two. */
  async output(command: string): Promise<string> {
    return (await this.#runToPrompt(command)).output
  }

  async #runToPrompt(command: string) {
    const output = await this.#enter(`${command}; ${this.#nextMark()}`)
    return { output: plain(output), prompt: await this.waitFor(endOfPrompt) }
  }

  /** Waits for a text. Returns the unchanged output from the end of the last wait to the end of the text. */
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

  /** The typed line contains `mark-%s`, so a search finds only the printed mark. Some tests redefine `printf`. */
  #nextMark(): string {
    this.#marks += 1
    return `builtin printf 'mark-%s\\n' ${this.#marks}`
  }
}

/**
 * node-pty stops reading 200 ms after a program has ended, which may be too early on a busy machine. With
 * this, it first reads the output that is still there.
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

/** Removes escape sequences and carriage returns. */
export const plain = (text: string) => text.replaceAll(steering, '').replaceAll('\r', '')

function endOf(text: string | RegExp, output: string): number | undefined {
  if (typeof text === 'string') {
    const start = output.indexOf(text)
    return start < 0 ? undefined : start + text.length
  }
  const match = text.exec(output)
  return match ? match.index + match[0].length : undefined
}
