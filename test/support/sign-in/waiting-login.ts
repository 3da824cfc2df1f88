import { execa } from 'execa'
import { onTestFinished } from 'vitest'
import { expectClean } from '../test-aws.ts'

/** `assume login` while it waits for somebody. */
export interface Login {
  /** Waits until stderr has it, and gives its first group. */
  shown(pattern: RegExp): Promise<string>
  /** The code of a sign-in that can be done in any browser. */
  userCode(): Promise<string>
  /** The page of a sign-in in a browser on this machine. */
  page(): Promise<URL>
  end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  /** Also says that stderr is clean. */
  readonly done: Promise<Ended>
}

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
}

/** Starts a program that waits for somebody, without a terminal. */
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
    // Pages, and names of files, are no secrets.
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
