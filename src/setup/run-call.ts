import type { AwsCall } from '../iam/aws-calls.ts'
import { type CommonOptions, commandLine } from '../iam/script.ts'
import type { Setup } from '../iam/setup.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import type { AwsCli, AwsFailure } from './aws-cli.ts'

/** All that the steps are done with. */
export interface Work {
  readonly setup: Setup
  readonly aws: AwsCli
  /** What every `aws` is called with, for commands to be pasted. */
  readonly common: CommonOptions
  readonly context: Context
  readonly report: Reporter
  /** What to type to go on after a failure, and what to take it back; the latter not in an undo. */
  readonly goOn: string
  readonly takeBack?: string
}

/** @throws AssumeError with AWS's words. */
export async function runCall(title: string, call: AwsCall, work: Work): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const answer = await work.aws(call)
    if (!answer.failure) return answer.output
    if (!isTooEarly(answer.failure) || tries === longestPatience) {
      throw failed(title, answer.failure, work.common)
    }
    work.report.note('AWS does not know the new user everywhere yet; trying again')
    const { setTimeout: wait } = await import('node:timers/promises')
    await wait(1000 * tries)
  }
}

/** Tries, with a second more after each. AWS takes some 10 seconds until all of it knows a new user. */
const longestPatience = 8

/** A role whose trust policy names a user that was made just now. */
const isTooEarly = ({ code, words }: AwsFailure) =>
  code === 'MalformedPolicyDocument' && /invalid principal/i.test(words)

/** @param common for a hint that is an `aws` itself; no failure to look at something has one. */
export function failed(
  title: string,
  { code, words }: AwsFailure,
  common: CommonOptions = [],
): AssumeError {
  const hints = hintsAt.filter((each) => each.code === code && each.words.test(words))
  return new AssumeError(
    `could not ${title}: ${words}${code ? ` (${code})` : ''}`,
    hints.map(({ hint }) => hint(common)),
  )
}

const listPolicies = ['iam', 'list-policies', '--query', 'Policies[].Arn']

const hintsAt: readonly {
  readonly code: string
  readonly words: RegExp
  hint(common: CommonOptions): string
}[] = [
  {
    code: 'AccessDenied',
    words: /./,
    hint: () =>
      'the AWS CLI has to have keys that may administer IAM here: name their profile with --profile',
  },
  {
    code: 'NoSuchEntity',
    words: /policy/i,
    hint: (common) => `those that there are: ${commandLine(listPolicies, common)}`,
  },
  {
    code: 'DeleteConflict',
    words: /./,
    hint: () => 'something that setup did not make hangs on it, and has to go first',
  },
]
