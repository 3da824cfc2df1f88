import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** Options, with the names that execa uses. */
export interface Running {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** Without it, stdin is /dev/null. */
  readonly input?: string
  /** The program runs in its own session, so that it has no terminal to prompt on. */
  readonly detached?: boolean
  readonly uid?: number
  readonly gid?: number
  /** By default true. */
  readonly stripFinalNewline?: boolean
}

/** The output of a program, and how the program ended. */
export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

/**
 * Runs a program with only this environment, and returns its output and exit status, whatever the status is.
 *
 * The system starts a program in a copy of the process that starts it. A worker of Vitest has so much memory
 * that this takes 15 to 25 ms. If Python is installed, starter.py, which is small, starts the program in 5 ms.
 */
export async function runProgram(command: readonly string[], options: Running): Promise<Ran> {
  const { ended } = await startProgram(command, options)
  return ended
}

/** A program that has been started. */
export interface Started {
  readonly pid: number | undefined
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<Ran>
}

/** Starts a program as runProgram does, and does not wait for its end. */
export async function startProgram(command: readonly string[], options: Running): Promise<Started> {
  starting ??= startStarter()
  const starter = await starting
  return starter ? starter(command, options) : startByExeca(command, options)
}

type Start = typeof startProgram

/** The original environment of this process. run-here.ts replaces `process.env` during a run. */
const env = { ...process.env }

/** The starter of this worker, which starts with its first program. */
let starting: Promise<Start | undefined> | undefined

async function startByExeca(
  [file = '', ...args]: readonly string[],
  { input, ...options }: Running,
): Promise<Started> {
  const stdin = input === undefined ? ({ stdin: 'ignore' } as const) : { input }
  const run = execa(file, args, { ...options, ...stdin, extendEnv: false, reject: false })
  const ended = run.then(({ stdout, stderr, exitCode, signal }) => {
    return { stdout, stderr, exitCode, signal }
  })
  return { pid: run.pid, kill: (signal) => void run.kill(signal), ended }
}

/** A program that still runs, or whose output is not complete. */
interface Job {
  readonly input: string | undefined
  readonly started: (pid: number) => void
  readonly ended: (stream: string, bytes: Buffer) => void
  readonly exited: (status: number) => void
  readonly failed: (error: Error) => void
}

/** @returns the function that starts a program with starter.py; undefined if there is no Python. */
async function startStarter(): Promise<Start | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'assume-starter-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'socket')
  const jobs = new Map<number, Job>()
  const server = createServer((socket) => receive(socket, jobs))
  await new Promise<void>((listening) => server.listen(path, listening))
  const script = fileURLToPath(new URL('starter.py', import.meta.url))
  const child = spawn('python3', ['-S', '-E', '-X', 'utf8', script, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    cwd: '/',
    env,
  })
  const end = new Promise<false>((gone) => {
    for (const event of ['error', 'exit']) child.on(event, () => gone(false))
  })
  const lines = createInterface({ input: child.stdout })
  const isReady = await Promise.race([once(lines, 'line'), end])
  // The worker does not wait for starter.py. When the worker ends, the stdin of starter.py ends.
  for (const each of [server, child, child.stdin, child.stdout]) (each as Socket).unref()
  if (!isReady) return undefined

  lines.on('line', (line) => {
    const { number, pid, status, error } = JSON.parse(line)
    const job = jobs.get(number)
    if (error !== undefined) job?.failed(new Error(error))
    else if (pid !== undefined) job?.started(pid)
    else job?.exited(status)
  })
  void end.then(() => {
    for (const job of jobs.values()) job.failed(new Error(`${script} has ended`))
  })
  let count = 0
  return async (command, { env, cwd, input, detached, uid, gid, stripFinalNewline = true }) => {
    const number = count++
    const program = {
      number,
      command,
      folder: cwd ?? process.cwd(),
      env,
      has_input: input !== undefined,
      is_detached: detached ?? false,
      user: uid === undefined ? {} : { user: uid, group: gid, extra_groups: [] },
    }
    const output = new Map<string, string>()
    let exit: number | undefined
    let start = (_pid: number) => {}
    const ended = new Promise<Ran>((resolve, reject) => {
      const settle = () => {
        if (exit === undefined || output.size < 2) return
        const [stdout = '', stderr = ''] = ['stdout', 'stderr'].map((name) => output.get(name))
        resolve({ stdout, stderr, ...ending(exit) })
      }
      jobs.set(number, {
        input,
        started: (pid) => start(pid),
        ended(stream, bytes) {
          const text = bytes.toString()
          output.set(stream, stripFinalNewline ? text.replace(/\r?\n$/, '') : text)
          settle()
        },
        exited(code) {
          exit = code
          settle()
        },
        failed: reject,
      })
    }).finally(() => jobs.delete(number))
    const started = new Promise<number>((resolve) => {
      start = resolve
    })
    child.stdin.write(`${JSON.stringify(program)}\n`)
    const pid = await Promise.race([started, ended.then(() => undefined)])
    const kill = (signal: NodeJS.Signals) => {
      try {
        if (pid !== undefined && exit === undefined) process.kill(pid, signal)
      } catch {
        // The program has just ended.
      }
    }
    return { pid, kill, ended }
  }
}

/** Python reports a signal as its negative number. */
function ending(status: number): Pick<Ran, 'exitCode' | 'signal'> {
  if (status >= 0) return { exitCode: status, signal: undefined }
  const [signal] = Object.entries(constants.signals).find(([, number]) => number === -status) ?? []
  return { exitCode: undefined, signal }
}

/** Serves a stream of a program. Its first line, such as `3 stdout`, names the program and the stream. */
function receive(socket: Socket, jobs: ReadonlyMap<number, Job>): void {
  const pieces: Buffer[] = []
  let job: Job | undefined
  let stream = ''
  socket.on('data', (piece) => {
    if (stream !== '') return void pieces.push(piece)
    const end = piece.indexOf('\n')
    const [number, name = ''] = piece.toString('latin1', 0, end).split(' ')
    stream = name
    job = jobs.get(Number(number))
    if (stream === 'stdin') socket.end(job?.input ?? '')
    else pieces.push(piece.subarray(end + 1))
  })
  socket.on('end', () => {
    if (stream !== 'stdin') job?.ended(stream, Buffer.concat(pieces))
  })
  // A program may end before it has read its stdin.
  socket.on('error', () => {})
}
