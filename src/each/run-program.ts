import type { Readable } from 'node:stream'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { ProgramExit } from '../programs/start-program.ts'
import type { JobOutput } from './output.ts'

/** The end of a program. */
export type ProgramEnd =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'error'; readonly error: AssumeError }

export interface ProgramRun {
  readonly env: Environment
  readonly output: JobOutput
  /** Receives the process group leader. */
  started(leader: number): void
  /** Kills that process group. */
  kill(leader: number): void
  /** Resolves when a signal tells all programs to end. */
  readonly stopped: Promise<void>
}

/**
 * Runs a program without a shell and without stdin, in a session of its own. It cannot ask on the terminal,
 * and a signal to its process group reaches everything that it starts.
 */
export async function runProgram(
  program: readonly [string, ...string[]],
  { env, output, started, kill, stopped }: ProgramRun,
): Promise<ProgramEnd> {
  const { startProgram } = await import('../programs/start-program.ts')
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const child = startProgram(program, { env, stdio: [...stdio], detached: true })
  const { pid, stdout, stderr } = child
  const closed = child.ended.then((end) => programEnd(end, program[0]))
  if (pid === undefined || !stdout || !stderr) return closed
  started(pid)
  try {
    await Promise.all([
      passOn(stdout, (piece) => output.take('stdout', piece), stopped),
      passOn(stderr, (piece) => output.take('stderr', piece), stopped),
    ])
    return await closed
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    kill(pid)
    await closed
    return { kind: 'error', error }
  }
}

/** Milliseconds that a stopped program waits for the reader. */
const outputTimeoutMs = 300

/**
 * Reads the next chunk when the reader has taken the last one, so that a slow reader slows the program.
 * After a stop, the rest of the stream is read, and output that the reader does not take in time is
 * dropped.
 */
async function passOn(
  stream: Readable,
  take: (piece: Buffer) => Promise<void>,
  stopped: Promise<void>,
): Promise<void> {
  let hasRoom = true
  let isLate = false
  let goOn = () => {}
  const giveUp = () => {
    isLate = true
    goOn()
  }
  void stopped.then(() => setTimeout(giveUp, outputTimeoutMs))
  for await (const piece of stream) {
    if (!hasRoom) continue
    hasRoom = false
    await new Promise<void>((done, failed) => {
      goOn = done
      take(piece).then(() => {
        hasRoom = true
        done()
      }, failed)
      if (isLate) done()
    })
  }
}

function programEnd(end: ProgramExit, file: string): ProgramEnd {
  if ('failure' in end) {
    const error = new AssumeError(`${file} could not be started (${end.failure})`)
    return { kind: 'error', error }
  }
  if ('signal' in end) return { kind: 'signal', signal: end.signal }
  return { kind: 'exit', status: end.exitCode }
}
