import type { Readable } from 'node:stream'
import type { Environment } from '../model/context.ts'
import { type AssumeError, InterruptedError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'

/** Says what is wrong with a `credential_process`, or an `mfa_process`. */
export type ErrorFor = (what: string, hints?: readonly string[]) => AssumeError

/** Of stdout. An answer takes some kilobytes. */
const longestOutput = 1_000_000

/**
 * What such a program prints on stdout. It may ask on the terminal and take all the time it
 * wants, as in the AWS CLI; what it says on stderr is shown at once, which the AWS CLI does not.
 *
 * @param stdin ours, unless nobody is to be asked.
 * @throws what `complaint` makes of it; never with a part of the output, which may be a secret.
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
  // Ctrl-C goes to both of us, and it may be the first to end.
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

/** A character may come in pieces. A reader who is slow slows the program, as if it had our stderr. */
async function passOn(stderr: Readable, report: Reporter): Promise<void> {
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stderr) await report.passOn(decoder.decode(chunk, { stream: true }))
  } catch {
    // It was cut off: how the program ended is told by its status.
  }
}
