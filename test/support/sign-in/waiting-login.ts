import { execa } from 'execa'
import { onTestFinished } from 'vitest'
import { expectClean } from '../test-aws.ts'

/** `assume login` while it waits for a sign-in. */
export interface Login {
  /** Waits until stderr matches the pattern, and returns its first group. */
  shown(pattern: RegExp): Promise<string>
  /** The user code of a sign-in with any browser. */
  userCode(): Promise<string>
  /** The page of a sign-in with a browser on this machine. */
  page(): Promise<URL>
  end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  /** Resolves when the program has ended. Also expects that stderr has no secret. */
  readonly done: Promise<Ended>
}

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
}

/** Starts a program that waits for a sign-in, without a terminal. */
export function startLogin(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Login {
  const child = execa(file, args, {
    env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    detached: true,
    stdin: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let seen = ''
  let look = () => {}
  child.stderr.on('data', (data) => {
    seen += data
    look()
  })
  const shown = (pattern: RegExp) =>
    new Promise<string>((found, failed) => {
      look = () => {
        const match = pattern.exec(seen)
        if (match) found(match[1] ?? '')
      }
      look()
      child.then(() => failed(new Error(`ended without ${pattern}: ${seen}`)), failed)
    })
  const done = child.then(({ stdout, stderr, exitCode }) => {
    // Pages and the names of token files are no secrets.
    expectClean(stderr.replace(/^https?:\/\/.*$|\b[0-9a-f]{40}\.json/gm, ''))
    return { stdout, stderr, exitCode }
  })
  return {
    shown,
    userCode: () => shown(/shows the code (\S+),/),
    page: async () => new URL(await shown(/^(http\S+)$/m)),
    end: (signal) => void child.kill(signal),
    done,
  }
}
