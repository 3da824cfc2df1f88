import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeSync,
} from 'node:fs'
import { connect, createServer, Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { program } from '../program.ts'
import { runProgram, startProgram } from './run-program.ts'

/** Whether there is a /proc, from which the tests read whether a process waits. */
export const canSeeProcesses = existsSync('/proc/self/stat')

/** A named pipe that the test has opened for reading. Nothing is read before `read` is called. */
export class Pipe {
  readonly path: string
  readonly #reader: number

  private constructor(path: string, reader: number) {
    this.path = path
    this.#reader = reader
  }

  static async make(folder: string, name = 'pipe'): Promise<Pipe> {
    const path = join(folder, name)
    await runProgram(['mkfifo', path], { env: { PATH: process.env.PATH } })
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    return new Pipe(path, reader)
  }

  /** Fills the pipe to the last byte. @returns the number of bytes written. */
  fill(): number {
    const writer = openSync(this.path, constants.O_WRONLY | constants.O_NONBLOCK)
    let count = 0
    try {
      for (;;) count += writeSync(writer, filling)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    } finally {
      closeSync(writer)
    }
    return count
  }

  /** Reads the pipe to its end. */
  async read(): Promise<Buffer> {
    const pieces: Buffer[] = []
    const socket = new Socket({ fd: this.#reader, readable: true, writable: false })
    for await (const piece of socket) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** Closes the pipe without reading, as `head` does. */
  close(): void {
    closeSync(this.#reader)
  }
}

/** The capacity of a pipe is in whole pages. A write of at most one page is written completely or not at all. */
const filling = Buffer.alloc(512, '.')

export interface Into {
  /** A redirection of sh to the pipe, which is "$OUT": `>"$OUT"`. */
  readonly redirection: string
  /** Lines of sh that run before the program, with the same output. */
  readonly before?: string
  readonly env: Readonly<Record<string, string>>
}

/** Starts the program without a terminal, with its output in a pipe. */
export async function startInto(words: readonly string[], { redirection, before = '', env }: Into) {
  const script = `exec ${redirection}\n${before}\nexec "$@"`
  const run = await startProgram(['sh', '-c', script, 'sh', process.execPath, program, ...words], {
    env: { PATH: process.env.PATH ?? '', ...env },
    detached: true,
    stripFinalNewline: false,
  })
  onTestFinished(() => run.kill('SIGKILL'))
  return run
}

/** Starts the program with a socket as stdout, as Node.js does. Nothing is read before `read` is called. */
export async function startOnSocket(
  words: readonly string[],
  { before = '', env }: Omit<Into, 'redirection'>,
) {
  const server = createServer({ pauseOnConnect: true })
  const path = join(env.HOME ?? '', 'socket')
  await new Promise<void>((listening) => server.listen(path, listening))
  const accepted = once(server, 'connection')
  const stdout = connect(path)
  await once(stdout, 'connect')
  const [reader]: Socket[] = await accepted
  server.close()
  const args = ['-c', `${before}\nexec "$@"`, 'sh', process.execPath, program, ...words]
  const child = spawn('sh', args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    detached: true,
    stdio: ['ignore', stdout, 'pipe'],
  })
  stdout.destroy()
  onTestFinished(() => void child.kill('SIGKILL'))
  const exitCode = new Promise<number | null>((ended) => child.on('exit', ended))
  const stderr = text(child.stderr)
  return {
    child,
    exitCode,
    async read() {
      const pieces = text(reader as Socket)
      return { stdout: await pieces, stderr: await stderr, exitCode: await exitCode }
    },
  }
}

/** Fills the pipe or the socket that is stdout. */
export const filled = 'dd if=/dev/zero bs=64 oflag=nonblock 2>/dev/null || :'

/** Makes stdout non-blocking for all programs that share it, as a killed Node.js program does. */
export const nonBlocking = 'dd if=/dev/null oflag=nonblock 2>/dev/null || :'

/**
 * Resolves when the process waits for a reader of its output, or has ended.
 *
 * @returns whether the process is still there.
 */
export async function waits(pid: number | undefined): Promise<boolean> {
  return untilStill(pid, () => waitsToWrite(pid))
}

/** Resolves when the process has slept for half a second, so it waits for something, or when it has ended. */
export async function sleeps(pid: number | undefined): Promise<boolean> {
  return untilStill(pid, () => false)
}

async function untilStill(pid: number | undefined, isSeen: () => boolean): Promise<boolean> {
  let before = ''
  for (let times = 0; times < 50; ) {
    const now = statusOf(pid)
    if (now === undefined) return false
    if (isSeen()) return true
    times = now === before && now.startsWith('S') ? times + 1 : 0
    before = now
    await new Promise((done) => setTimeout(done, 10))
  }
  return true
}

/**
 * Whether the process waits with epoll until it can write to its stdout, its stderr or file descriptor 3.
 * https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html
 */
function waitsToWrite(pid: number | undefined): boolean {
  const folder = `/proc/${pid}`
  try {
    const links = new Map(
      readdirSync(`${folder}/fd`).map((fd) => [fd, linkOf(`${folder}/fd/${fd}`)]),
    )
    const outputs = ['1', '2', '3'].map((fd) => links.get(fd))
    return [...links].some(
      ([epoll, link]) =>
        link === 'anon_inode:[eventpoll]' &&
        [...readFileSync(`${folder}/fdinfo/${epoll}`, 'utf8').matchAll(watched)].some(
          ([, fd = '', events = '']) =>
            (Number.parseInt(events, 16) & EPOLLOUT) !== 0 && outputs.includes(links.get(fd)),
        ),
    )
  } catch {
    // The file descriptor has just been closed, or the process has ended.
    return false
  }
}

const watched = /^tfd: +(\d+) events: +([0-9a-f]+)/gm
const EPOLLOUT = 4

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** The state of the process and the processor time that it has used, in clock ticks. */
function statusOf(pid: number | undefined): string | undefined {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(/\) (.*)/s)
    const fields = rest.split(' ')
    if (fields[0] === 'Z') return undefined
    return [fields[0], fields[11], fields[12]].join(' ')
  } catch {
    return undefined
  }
}

/** The peak memory of the process, in bytes. */
export function peakMemory(pid: number | undefined): number {
  const [, kilobytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
