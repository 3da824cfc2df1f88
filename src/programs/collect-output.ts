import type { Readable } from 'node:stream'
import type { Environment } from '../model/context.ts'
import { InterruptedError } from '../model/errors.ts'

export interface CollectOptions {
  readonly env: Environment
  /** `ignore` if the program must not ask on the terminal. */
  readonly stdin: 'inherit' | 'ignore'
  /** The limit for stdout in characters. */
  readonly longestOutput: number
  /** Receives stderr as it appears. Without it, stderr is collected. */
  readonly passOn?: (text: string) => Promise<void>
}

/** The output of a program that has ended, and the reason if it failed. */
export interface Collected {
  readonly stdout: string
  /** Empty if stderr was passed on. */
  readonly stderr: string
  readonly failure?:
    | { readonly kind: 'too long' }
    | { readonly kind: 'exit'; readonly status: number }
    | { readonly kind: 'signal'; readonly signal: string }
    /** The program did not start. The code is that of the system call, such as ENOENT. */
    | { readonly kind: 'start'; readonly code: string | undefined }
}

/**
 * Runs a program without a shell and returns its output.
 *
 * @throws InterruptedError at Ctrl-C, which reaches both processes: the program may end first.
 */
export async function collectOutput(
  [file, ...args]: readonly [string, ...string[]],
  { env, stdin, longestOutput, passOn }: CollectOptions,
): Promise<Collected> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    env,
    extendEnv: false,
    stdin,
    buffer: { stdout: true, stderr: passOn === undefined },
    maxBuffer: longestOutput,
    reject: false,
    stripFinalNewline: false,
  })
  if (passOn && child.stderr) void passEach(child.stderr, passOn)
  const result = await child
  const output = { stdout: result.stdout, stderr: result.stderr ?? '' }
  if (!result.failed) return output
  if (result.isMaxBuffer) return { ...output, failure: { kind: 'too long' } }
  const { exitCode: status, signal, code } = result
  if (signal === 'SIGINT' || status === 130) throw new InterruptedError()
  if (status !== undefined) return { ...output, failure: { kind: 'exit', status } }
  if (signal !== undefined) return { ...output, failure: { kind: 'signal', signal } }
  return { ...output, failure: { kind: 'start', code } }
}

/**
 * A character may arrive in two chunks. A slow reader slows the program down, as if it wrote to
 * stderr itself.
 */
async function passEach(stderr: Readable, passOn: (text: string) => Promise<void>): Promise<void> {
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stderr) await passOn(decoder.decode(chunk, { stream: true }))
  } catch {
    // The stream was cut off. The exit status shows how the program ended.
  }
}
