import { spawn } from 'node:child_process'
import { constants } from 'node:os'

// A bundle of its own, loaded when a program is to run: nothing but types of ours from here.

/** How a program ended, or why it never began. */
export type ProgramExit =
  | { readonly exitCode: number }
  | { readonly signal: NodeJS.Signals; readonly exitCode: number }
  | { readonly failure: string }

export interface Started {
  readonly ended: Promise<ProgramExit>
  signal(signal: NodeJS.Signals): void
}

/** Starts it in our place: no shell in between, and on our own stdin, stdout, stderr and terminal. */
export function startProgram(
  [file, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Started {
  const child = spawned(file, args, env)
  // Node tells of some failures by an event, and throws the others.
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
