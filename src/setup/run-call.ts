import type { AwsCall } from '../iam/aws-calls.ts'
import { type CommonOptions, commandLine } from '../iam/script.ts'
import type { Setup } from '../iam/setup.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import type { AwsCli, AwsFailure } from './aws-cli.ts'

/** Everything that the steps need. */
export interface Work {
  readonly setup: Setup
  readonly aws: AwsCli
  /** The options of every `aws` command, for commands to paste. */
  readonly common: CommonOptions
  readonly context: Context
  readonly report: Reporter
  /** The commands that continue after a failure and that undo the setup. An undo has no `takeBack`. */
  readonly goOn: string
  readonly takeBack?: string
}

/** @throws AssumeError with AWS's message. */
export async function runCall(title: string, call: AwsCall, work: Work): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const answer = await work.aws(call)
    if (!answer.failure) return answer.output
    if (!isTooEarly(answer.failure) || tries === longestPatience) {
      throw failed(title, answer.failure, work.common)
    }
    work.report.note('the new user is not known everywhere at AWS yet; trying again')
    const { setTimeout: wait } = await import('node:timers/promises')
    await wait(1000 * tries)
  }
}

/**
 * The number of attempts. The delay grows by one second each time. AWS needs about 10 seconds until
 * a new user is known everywhere.
 */
const longestPatience = 8

/** The trust policy names a user that was created a moment ago. */
const isTooEarly = ({ code, words }: AwsFailure) =>
  code === 'MalformedPolicyDocument' && /invalid principal/i.test(words)

/**
 * @param common the options for a hint that is an `aws` command. Only failures of changes have such
 *   hints.
 */
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
