import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { JobOutput, StreamName } from './output.ts'

/** How a program ended. */
export type ProgramEnd =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'error'; readonly error: AssumeError }

/**
 * Runs a program without a shell, with nothing to read, in a session of its own: it has no terminal
 * to ask on, and all that it starts can be told to end with it.
 *
 * @param started gets the leader of its group.
 * @param kill ends that group.
 */
export async function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  env: Environment,
  output: JobOutput,
  started: (leader: number) => void,
  kill: (leader: number) => void,
): Promise<ProgramEnd> {
  const child = await spawned(file, args, env)
  const closed = new Promise<ProgramEnd>((ended) => {
    child.on('error', (error) => ended({ kind: 'error', error: notStarted(file, error) }))
    child.on('close', (status, signal) => {
      if (signal) ended({ kind: 'signal', signal })
      else ended({ kind: 'exit', status: status ?? 1 })
    })
  })
  const { pid } = child
  if (pid !== undefined) started(pid)
  let tooMuch: AssumeError | undefined
  const show = (stream: StreamName) => (piece: Buffer) => {
    if (tooMuch) return
    try {
      output.take(stream, piece)
    } catch (error) {
      if (!(error instanceof AssumeError)) throw error
      tooMuch = error
      if (pid !== undefined) kill(pid)
    }
  }
  child.stdout.on('data', show('stdout'))
  child.stderr.on('data', show('stderr'))
  const end = await closed
  return tooMuch ? { kind: 'error', error: tooMuch } : end
}

async function spawned(file: string, args: readonly string[], env: Environment) {
  const { spawn } = await import('node:child_process')
  try {
    return spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  } catch (error) {
    throw notStarted(file, error)
  }
}

const notStarted = (file: string, error: unknown) =>
  new AssumeError(`${file} could not be started (${(error as NodeJS.ErrnoException).code})`)
