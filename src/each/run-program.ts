import type { Readable } from 'node:stream'
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
  const { execa } = await import('execa')
  const child = execa(file, args, {
    env,
    extendEnv: false,
    stdin: 'ignore',
    encoding: 'buffer',
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
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
  read(child.stdout, show('stdout'))
  read(child.stderr, show('stderr'))
  const { exitCode, signal, code } = await child
  if (tooMuch) return { kind: 'error', error: tooMuch }
  if (exitCode !== undefined) return { kind: 'exit', status: exitCode }
  if (signal !== undefined) return { kind: 'signal', signal }
  return { kind: 'error', error: new AssumeError(`${file} could not be started (${code})`) }
}

const read = (stream: Readable | null, show: (piece: Buffer) => void) => stream?.on('data', show)
