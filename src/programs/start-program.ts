import { spawn } from 'node:child_process'
import { constants } from 'node:os'

// This file is a bundle of its own, loaded when a program starts. It imports only types of assume.

/** The exit status of a program, or the reason why it did not start. */
export type ProgramExit =
  | { readonly exitCode: number }
  | { readonly signal: NodeJS.Signals; readonly exitCode: number }
  | { readonly failure: string }

export interface Started {
  readonly ended: Promise<ProgramExit>
  signal(signal: NodeJS.Signals): void
}

/** Starts a program without a shell, on the stdin, stdout, stderr and terminal of assume. */
export function startProgram(
  [file, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Started {
  const child = spawned(file, args, env)
  // Node reports some failures as an event and throws others.
  if (child instanceof Error) {
    return { ended: Promise.resolve({ failure: startErrorCode(child) }), signal: () => {} }
  }
  return {
    ended: new Promise((ended) => {
      child.on('error', (error) => ended({ failure: startErrorCode(error) }))
      child.on('exit', (exitCode, signal) => {
        if (signal) ended({ signal, exitCode: 128 + constants.signals[signal] })
        else ended({ exitCode: exitCode ?? 1 })
      })
    }),
    signal: (signal) => void child.kill(signal),
  }
}

function spawned(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  try {
    return spawn(file, args, { env, stdio: 'inherit' })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const startErrorCode = (error: Error) => ('code' in error ? `${error.code}` : 'UNKNOWN')
