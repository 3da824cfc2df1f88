import type { Environment } from '../model/context.ts'
import type { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { sayIfSlow } from '../model/say-if-slow.ts'
import { collectOutput } from './collect-output.ts'

/** How such a program runs, and what messages call it. */
export interface ProcessRun {
  /** `credential_process of profile "bob"` */
  readonly name: string
  readonly env: Environment
  /** `ignore` if the program must not ask. */
  readonly stdin: 'inherit' | 'ignore'
  readonly report: Reporter
  readonly complaint: ErrorFor
}

/** Creates the error for a failed `credential_process` or `mfa_process`. */
export type ErrorFor = (what: string, hints?: readonly string[]) => AssumeError

/** The limit for stdout in characters. An answer takes some kilobytes. */
const longestOutput = 1_000_000

/**
 * Runs such a program and returns its stdout. The program may ask on the terminal and has no time
 * limit, as in the AWS CLI. Its stderr appears at once, unlike in the AWS CLI.
 *
 * @throws the error that `complaint` creates. The error never contains output, which may be a
 *   secret.
 */
export async function runProcess(
  command: readonly [string, ...string[]],
  { name, env, stdin, report, complaint }: ProcessRun,
): Promise<string> {
  let hasSpoken = false
  const passOn = async (text: string) => {
    hasSpoken = true
    return report.passOn(text)
  }
  // A program that asks for something must not be interrupted.
  const progress = (text: string) => hasSpoken || report.progress(text)
  const { stdout, failure } = await sayIfSlow({ ...report, progress }, `the ${name}`, () =>
    collectOutput(command, { env, stdin, longestOutput, passOn }),
  )
  if (!failure) return stdout
  if (failure.kind === 'too long')
    throw complaint('printed more than a megabyte, which is no answer')
  if (failure.kind === 'exit') throw complaint(`ended with status ${failure.status}`)
  if (failure.kind === 'signal') throw complaint(`was ended by ${failure.signal}`)
  const { code = '' } = failure
  throw complaint(`cannot be run: ${causes.get(code) ?? (code || 'no cause')}`, [
    'no shell runs it: give the full path, without $HOME, ~, pipes and the like',
  ])
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such program'],
  ['EACCES', 'it is not executable'],
  ['ENOEXEC', 'it is not a program'],
])
