import type { AwsCall } from '../iam/aws-calls.ts'
import type { CommonOptions } from '../iam/script.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type Collected, collectOutput } from '../programs/collect-output.ts'

/** An error from AWS or from the AWS CLI. */
export interface AwsFailure {
  /** `NoSuchEntity`. Absent for an error of the AWS CLI itself. */
  readonly code?: string
  readonly words: string
}

export type AwsAnswer =
  | { readonly failure: AwsFailure }
  /** The parsed JSON output; undefined if there is none. */
  | { readonly failure?: never; readonly output: unknown }

/** Runs one `aws` command. An error from AWS is a result and not an exception. */
export type AwsCli = (call: AwsCall) => Promise<AwsAnswer>

/** The limit for an answer, in characters. A list of all policies of a role takes some kilobytes. */
const longestOutput = 5_000_000

/**
 * Runs the AWS CLI, version 1 or 2, with the credentials it uses in this shell. It may ask for a
 * code on the terminal if its profile needs one.
 */
export const awsCli =
  (common: CommonOptions, env: Environment): AwsCli =>
  async (call) => {
    const { stdout, stderr, failure } = await collectOutput(
      ['aws', ...common, ...call, '--output', 'json'],
      {
        // A pager or a prompt of the AWS CLI would wait forever.
        env: { ...env, AWS_PAGER: '', AWS_CLI_AUTO_PROMPT: 'off' },
        stdin: 'inherit',
        longestOutput,
      },
    )
    if (!failure) return answered(stdout, call)
    if (failure.kind === 'too long') {
      throw new AssumeError(`${callName(call)} printed more than 5 megabytes`)
    }
    if (failure.kind === 'start' && /^(ENOENT|EACCES)$/.test(failure.code ?? '')) throw noAwsCli()
    return { failure: failureIn(stderr, `${callName(call)} ended with ${endOf(failure)}`) }
  }

function endOf(failure: Exclude<NonNullable<Collected['failure']>, { kind: 'too long' }>) {
  if (failure.kind === 'exit') return failure.status
  return failure.kind === 'signal' ? failure.signal : failure.code
}

/**
 * Reads the error text of version 1 and of version 2. Version 2 adds text before it and details
 * after it.
 */
function failureIn(stderr: string, otherwise: string): AwsFailure {
  const [, code, words] =
    /\((\w[\w.]*)\) when calling the \w+ operation[^:]*: (.*)/.exec(stderr) ?? []
  if (code && words) return { code, words: words.trim() }
  const lines = stderr.split('\n').filter((line) => line.trim())
  return { words: lines.at(-1)?.trim() ?? otherwise }
}

function answered(stdout: string, call: AwsCall): AwsAnswer {
  if (!stdout.trim()) return { output: undefined }
  try {
    return { output: JSON.parse(stdout) }
  } catch {
    throw new AssumeError(`${callName(call)} did not print JSON`, [
      'is this the AWS CLI? type -a aws',
    ])
  }
}

/** `aws iam create-user`, without options, because these may contain a code. */
const callName = (call: AwsCall) => ['aws', ...call.slice(0, 2)].join(' ')

const noAwsCli = () =>
  new AssumeError('--apply needs the AWS CLI, and there is no aws on PATH', [
    'install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
    'or leave out --apply, and run the printed commands where the AWS CLI is, such as CloudShell',
  ])
