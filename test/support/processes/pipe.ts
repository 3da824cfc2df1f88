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

/** What is known of a process that waits comes from /proc. */
export const canSeeProcesses = existsSync('/proc/self/stat')

/** A pipe whose other end the test holds: nothing is read before the test wants it. */
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

  /** Fills it to the last byte. @returns how many bytes it takes. */
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

  /** All that is in it, to the end. */
  async read(): Promise<Buffer> {
    const pieces: Buffer[] = []
    const socket = new Socket({ fd: this.#reader, readable: true, writable: false })
    for await (const piece of socket) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** Goes away without reading, as `head` does. */
  close(): void {
    closeSync(this.#reader)
  }
}

/** A pipe has whole pages, and a write of at most that is taken whole or not at all. */
const filling = Buffer.alloc(512, '.')

export interface Into {
  /** Of sh; the pipe is "$OUT": `>"$OUT"`. */
  readonly redirection: string
  /** Lines of sh that come before the program, and have the same output. */
  readonly before?: string
  readonly env: Readonly<Record<string, string>>
}

/** Starts the program with its output in a pipe. It has no terminal. */
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

/** Starts it with a socket as stdout, as programs of Node's do. Nothing reads it before `read` is called. */
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

/** Leaves the pipe or socket that is stdout full. */
export const filled = 'dd if=/dev/zero bs=64 oflag=nonblock 2>/dev/null || :'

/** Leaves it non-blocking for all who share it, as a program of Node's does that is killed. */
export const nonBlocking = 'dd if=/dev/null oflag=nonblock 2>/dev/null || :'

/**
 * Resolves when the process waits for a reader of its output, or is gone.
 *
 * @returns whether it is still there.
 */
export async function waits(pid: number | undefined): Promise<boolean> {
  return untilStill(pid, () => waitsToWrite(pid))
}

/** Resolves when the process has slept for a while, or is gone: then it waits for something. */
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
 * Whether it waits with epoll until it can write to what is its stdout, its stderr or file descriptor 3.
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
    // A file that has just been closed, or a process that is gone.
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

/** Its state and the time it has used, in ticks. */
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

/** The most memory that it has ever used, in bytes. */
export function peakMemory(pid: number | undefined): number {
  const [, kilobytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
