import { type StdioOptions, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import type { Environment } from '../model/context.ts'

// Import this file on demand: it loads the code that starts programs.

/** The exit status of a program, or the reason why it did not start, such as ENOENT. */
export type ProgramExit =
  | { readonly exitCode: number }
  | { readonly signal: NodeJS.Signals; readonly exitCode: number }
  | { readonly failure: string }

export interface StartOptions {
  readonly env: Environment
  /** Default: the stdin, stdout, stderr and terminal of assume. */
  readonly stdio?: StdioOptions
  /** A session and a process group of its own. */
  readonly detached?: boolean
  readonly folder?: string
  /** The text for a piped stdin. */
  readonly input?: string
}

export interface Started {
  /** Absent if the program did not start. */
  readonly pid?: number
  /** Present for a piped stream. */
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly ended: Promise<ProgramExit>
  signal(signal: NodeJS.Signals): void
  /** Lets assume end before the program. */
  leave(): void
}

/** Starts a program without a shell, in exactly this environment. */
export function startProgram(
  [file, ...args]: readonly [string, ...string[]],
  { env, stdio = 'inherit', detached = false, folder, input }: StartOptions,
): Started {
  const child = spawned(file, args, { env, stdio, detached, ...(folder && { cwd: folder }) })
  // Node reports some failures as an event and throws others.
  if (child instanceof Error) {
    const ended = Promise.resolve({ failure: startErrorCode(child) })
    return { stdout: null, stderr: null, ended, signal: () => {}, leave: () => {} }
  }
  // The program may end without reading its stdin.
  child.stdin?.on('error', () => {}).end(input)
  return {
    ...(child.pid !== undefined && { pid: child.pid }),
    stdout: child.stdout,
    stderr: child.stderr,
    ended: new Promise((ended) => {
      child.on('error', (error) => ended({ failure: startErrorCode(error) }))
      child.on('exit', (exitCode, signal) => {
        if (signal) ended({ signal, exitCode: 128 + constants.signals[signal] })
        else ended({ exitCode: exitCode ?? 1 })
      })
    }),
    signal: (signal) => void child.kill(signal),
    leave: () => child.unref(),
  }
}

function spawned(file: string, args: readonly string[], options: Parameters<typeof spawn>[2]) {
  try {
    return spawn(file, args, options)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const startErrorCode = (error: Error) => ('code' in error ? `${error.code}` : 'UNKNOWN')
