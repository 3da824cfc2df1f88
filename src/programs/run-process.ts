import type { Environment } from '../model/context.ts'
import type { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { collectOutput } from './collect-output.ts'

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
  command: readonly [string, ...string[]],
  env: Environment,
  complaint: ErrorFor,
  stdin: 'inherit' | 'ignore',
  report: Reporter,
): Promise<string> {
  const passOn = async (text: string) => report.passOn(text)
  const { stdout, failure } = await collectOutput(command, { env, stdin, longestOutput, passOn })
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
  ['ENOEXEC', 'it is no program'],
])
