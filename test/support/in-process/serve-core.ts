import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Terminal } from '../../../src/model/context.ts'
import { InterruptedError } from '../../../src/model/errors.ts'
import type { Writer } from '../../../src/model/writer.ts'
import { printedVariables } from '../printed-variables.ts'
import { program, startsAlone } from '../program.ts'
import { noTerminal } from './no-terminal.ts'
import { runHere } from './run-here.ts'

/** The path that compile-client.ts sets. If it is empty, the client is client.bash. */
const compiledClient = process.env.TEST_CORE_CLIENT

const client = fileURLToPath(new URL('client.bash', import.meta.url))

/**
 * Creates a program that replaces Node.js for a wrapper under test, so that this process runs the command
 * lines of the core: see client.bash. If there is a compiler, the program is client.c.
 *
 * @returns the path of the program.
 */
export function serveCore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-core-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const port = join(folder, 'port')
  const path = join(folder, 'node')
  const server = createServer((socket) => serve(socket, path))
  server.listen(0, '127.0.0.1', () => {
    writeFileSync(port, `${(server.address() as AddressInfo).port}\n`)
  })
  server.unref()
  if (!compiledClient) {
    const variables = `program='${process.execPath}' port_file='${port}'`
    writeFileSync(path, `#!/bin/bash -p\n${variables}\n${readFileSync(client, 'utf8')}`)
  } else {
    writeFileSync(join(folder, 'program'), `${process.execPath}\n`)
    copyFileSync(compiledClient, path)
  }
  chmodSync(path, 0o755)
  // Some tests run programs as another user.
  chmodSync(folder, 0o755)
  return path
}

/** Serves one client, line by line, until its run has ended. */
function serve(socket: Socket, node: string): void {
  const interruption = new AbortController()
  const writer = new ClientWriter(socket, () => interruption.abort(new InterruptedError(0)))
  socket.on('error', () => {})
  const lines = createInterface({ input: socket })
  lines.on('close', () => {
    writer.answered(false)
    // The client was killed.
    interruption.abort(new InterruptedError(0))
  })
  lines.on('line', async (line) => {
    const [word, first = '', second = '', third = '', fourth = ''] = line.split(' ')
    if (word === 'written' || word === 'failed') writer.answered(word === 'written')
    if (word === 'signal') interruption.abort(new InterruptedError(exitCodes[first]))
    if (word !== 'run') return
    await stdoutOf(first, third)
    const [script = '', ...args] = listIn(`/proc/${first}/cmdline`).slice(Number(fourth))
    const process = { pid: Number(first), parentPid: Number(second), script, args }
    const exitCode = await runFor(process, node, writer, interruption.signal)
    await writer.flushed()
    socket.end(exitCode === undefined ? 'alone\n' : `exit ${exitCode}\n`)
  })
}

const exitCodes: Readonly<Record<string, number>> = { HUP: 129, INT: 130, TERM: 143 }

/** Waits until bash has restored its stdout, which is the connection while bash writes to that. */
async function stdoutOf(pid: string, connection: string): Promise<void> {
  const link = (fileDescriptor: string) => readlinkSync(`/proc/${pid}/fd/${fileDescriptor}`)
  try {
    while (link('1') === link(connection)) await new Promise(setImmediate)
  } catch {
    // The process has no stdout, or has ended.
  }
}

interface ClientProcess {
  readonly pid: number
  readonly parentPid: number
  /** The command line of the core. */
  readonly script: string
  readonly args: readonly string[]
}

/** @returns the exit status; undefined if the run requires a separate process. */
async function runFor(
  { pid, parentPid, script, args }: ClientProcess,
  node: string,
  writer: ClientWriter,
  interrupted: AbortSignal,
) {
  const own = (name: string) => `/proc/${pid}/${name}`
  const env = Object.fromEntries(printedVariables(readFileSync(own('environ'), 'utf8')))
  const folder = readlinkSync(own('cwd'))
  const isGone = folder.endsWith(' (deleted)')
  if (isGone || !isBuiltProgram(script) || isAlone(args, env)) return undefined
  const fileStatus = (fileDescriptor: number) => statSync(own(`fd/${fileDescriptor}`))
  const terminalAt = (fileDescriptor: number) => {
    try {
      const path = readlinkSync(own(`fd/${fileDescriptor}`))
      const isOpen = path.startsWith('/dev/pts/') && fileStatus(fileDescriptor).isCharacterDevice()
      return isOpen ? path : undefined
    } catch {
      // The process has ended, for example by Ctrl-C.
      return undefined
    }
  }
  const isTerminal = (fileDescriptor: number) => terminalAt(fileDescriptor) !== undefined
  writer.terminal = terminalAt
  const [, umask = ''] = /^Umask:\t(\d+)$/m.exec(readFileSync(own('status'), 'utf8')) ?? []
  writer.accepts = (fileDescriptor) => isWritable(own(`fdinfo/${fileDescriptor}`))
  return runHere(
    args,
    { env, folder, stdin: readable(own('fd/0')), umask: Number.parseInt(umask, 8) },
    {
      writer,
      fileStatus,
      isTerminal,
      terminal: terminalOf(pid),
      parentPid,
      interrupted,
      ...(script !== program && { program: { node, script } }),
    },
  )
}

/** The programs of `assume each` get the signals of its terminal, so it has to be a process of that terminal. */
const isAlone = (args: readonly string[], env: Readonly<Record<string, string>>): boolean =>
  args[0] === 'each' || startsAlone(args, env)

/** Whether the script is the built program, or a copy that a test has installed. */
const isBuiltProgram = (script: string): boolean =>
  script === program || ['bin.js', 'main.js'].every((name) => isSameFile(program, script, name))

function isSameFile(program: string, script: string, name: string): boolean {
  try {
    const [built, copied] = [program, script].map((path) => readFileSync(join(dirname(path), name)))
    return built !== undefined && copied !== undefined && built.equals(copied)
  } catch {
    return false
  }
}

const listIn = (path: string) => readFileSync(path, 'utf8').split('\0').slice(0, -1)

/** https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html: the mode of access is the last digit. */
function isWritable(path: string): boolean {
  try {
    const [, flags = '0'] = /^flags:\t(\d+)$/m.exec(readFileSync(path, 'utf8')) ?? []
    return Number.parseInt(flags, 8) % 4 !== 0
  } catch {
    return false
  }
}

/** Returns a path that can be opened. The tests give sockets, which cannot be opened again. */
function readable(path: string): string {
  try {
    closeSync(openSync(path, 'r'))
    return path
  } catch {
    return '/dev/null'
  }
}

/** The controlling terminal, from https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: field 7. */
function terminalOf(pid: number): Terminal {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const device = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4])
  if (device === 0) return noTerminal
  const [major, minor] = [(device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00)]
  const path = `/dev/pts/${(major - 136) * 256 + minor}`
  return {
    isThere() {
      try {
        closeSync(openSync(path, 'r+'))
        return true
      } catch {
        return false
      }
    },
    open: (flags) => openSync(path, flags),
  }
}

function writtenTo(path: string, bytes: Buffer): boolean {
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_NOCTTY)
    try {
      for (let count = 0; count < bytes.length; ) count += writeSync(file, bytes, count)
    } finally {
      closeSync(file)
    }
    return true
  } catch {
    return false
  }
}

/** Makes the client write to its own file descriptors, one text after the other. */
class ClientWriter implements Writer {
  readonly #socket: Socket
  readonly #endWithoutReader: () => void
  #isOver = false
  accepts = (_fileDescriptor: number) => false
  /** The path of the terminal, if the file descriptor is a terminal. */
  terminal = (_fileDescriptor: number): string | undefined => undefined
  #answer = (_isWritten: boolean) => {}
  #written: Promise<unknown> = Promise.resolve()

  constructor(socket: Socket, endWithoutReader: () => void) {
    this.#socket = socket
    this.#endWithoutReader = endWithoutReader
  }

  answered(isWritten: boolean): void {
    this.#answer(isWritten)
  }

  async toStdout(text: string | Uint8Array) {
    try {
      await this.toDescriptor(1, text)
    } catch (error) {
      this.#isOver = true
      this.#endWithoutReader()
      throw error
    }
  }

  async toStderr(text: string | Uint8Array) {
    await this.toDescriptor(2, text).catch(() => {})
  }

  async toDescriptor(fileDescriptor: number, text: string | Uint8Array) {
    const written = this.#written.then(() => this.#send(fileDescriptor, Buffer.from(text)))
    this.#written = written
    if (await written) return
    throw Object.assign(new Error('EPIPE: broken pipe, write'), { code: 'EPIPE' })
  }

  async flushed() {
    await this.#written
  }

  /**
   * Writes directly to a terminal, since the core itself writes its prompts there.
   *
   * @returns whether the bytes have been written.
   */
  #send(fileDescriptor: number, bytes: Buffer): Promise<boolean> {
    const terminal = this.terminal(fileDescriptor)
    if (terminal !== undefined) return Promise.resolve(writtenTo(terminal, bytes))
    // A variable of bash cannot contain a NUL.
    if (bytes.includes(0)) throw new Error('the core has written a NUL')
    return new Promise((answered) => {
      this.#answer = answered
      if (this.#isOver || this.#socket.destroyed) return answered(false)
      this.#socket.write(`write ${fileDescriptor} ${bytes.length}\n`)
      this.#socket.write(bytes)
    })
  }
}
