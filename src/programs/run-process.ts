import type { Readable } from 'node:stream'
import type { Environment } from '../model/context.ts'
import { type AssumeError, InterruptedError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'

/** Creates the error for a failed `credential_process` or `mfa_process`. */
export type ErrorFor = (what: string, hints?: readonly string[]) => AssumeError

/** The limit for stdout in characters. An answer takes some kilobytes. */
const longestOutput = 1_000_000

/**
 * Runs such a program and returns its stdout. The program may ask on the terminal and has no time
 * limit, as in the AWS CLI. Its stderr appears at once, unlike in the AWS CLI.
 *
 * @param stdin `ignore` if the program must not ask.
 * @throws the error that `complaint` creates. The error never contains output, which may be a
 *   secret.
 */
export async function runProcess(
  [file, ...args]: readonly [string, ...string[]],
  env: Environment,
  complaint: ErrorFor,
  stdin: 'inherit' | 'ignore',
  report: Reporter,
): Promise<string> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    env,
    extendEnv: false,
    stdin,
    buffer: { stdout: true, stderr: false },
    maxBuffer: longestOutput,
    reject: false,
    stripFinalNewline: false,
  })
  if (child.stderr) void passOn(child.stderr, report)
  const result = await child
  if (!result.failed) return result.stdout
  if (result.isMaxBuffer) throw complaint('printed more than a megabyte, which is no answer')
  // Ctrl-C reaches both processes, and the program may end first.
  if (result.signal === 'SIGINT' || result.exitCode === 130) throw new InterruptedError()
  if (result.exitCode !== undefined) throw complaint(`ended with status ${result.exitCode}`)
  if (result.signal !== undefined) throw complaint(`was ended by ${result.signal}`)
  throw complaint(`cannot be run: ${causes.get(result.code ?? '') ?? result.code ?? 'no cause'}`, [
    'no shell runs it: give the full path, without $HOME, ~, pipes and the like',
  ])
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such program'],
  ['EACCES', 'it is not executable'],
  ['ENOEXEC', 'it is no program'],
])

/**
 * A character may arrive in two chunks. A slow reader slows the program down, as if it wrote to
 * stderr itself.
 */
async function passOn(stderr: Readable, report: Reporter): Promise<void> {
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stderr) await report.passOn(decoder.decode(chunk, { stream: true }))
  } catch {
    // The stream was cut off. The exit status shows how the program ended.
  }
}
