import type { AwsCall } from '../iam/aws-calls.ts'
import type { CommonOptions } from '../iam/script.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError, InterruptedError } from '../model/errors.ts'

/** What AWS, or the AWS CLI itself, says that went wrong. */
export interface AwsFailure {
  /** `NoSuchEntity`; none when it is the AWS CLI's own complaint. */
  readonly code?: string
  readonly words: string
}

export type AwsAnswer =
  | { readonly failure: AwsFailure }
  /** What was printed, as data; undefined for nothing. */
  | { readonly failure?: never; readonly output: unknown }

/** One `aws`. Never throws for what AWS answers. */
export type AwsCli = (call: AwsCall) => Promise<AwsAnswer>

/** Of an answer. A list of all policies of a role takes some kilobytes. */
const longestOutput = 5_000_000

/**
 * The AWS CLI, 1 or 2, with the keys that it would use in this very shell. It may ask for a code on
 * the terminal, if its profile wants one.
 */
export const awsCli =
  (common: CommonOptions, env: Environment): AwsCli =>
  async (call) => {
    const { execa } = await import('execa')
    const { stdout, stderr, ...result } = await execa(
      'aws',
      [...common, ...call, '--output', 'json'],
      {
        // A pager or a prompt of its own would wait for ever.
        env: { ...env, AWS_PAGER: '', AWS_CLI_AUTO_PROMPT: 'off' },
        extendEnv: false,
        stdin: 'inherit',
        maxBuffer: longestOutput,
        reject: false,
      },
    )
    if (!result.failed) return answered(stdout, call)
    if (result.code === 'ENOENT' || result.code === 'EACCES') throw noAwsCli()
    if (result.isMaxBuffer) throw new AssumeError(`${callName(call)} printed more than 5 megabytes`)
    // Ctrl-C goes to both of us, and it may be the first to end.
    if (result.signal === 'SIGINT' || result.exitCode === 130) throw new InterruptedError()
    const status = result.exitCode ?? result.signal ?? result.code
    return { failure: failureIn(stderr, `${callName(call)} ended with ${status}`) }
  }

/** The words of version 1, and of version 2, which puts its own before them and details after. */
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

/** `aws iam create-user`: never with its options, where a code may be. */
const callName = (call: AwsCall) => ['aws', ...call.slice(0, 2)].join(' ')

const noAwsCli = () =>
  new AssumeError('there is no aws on PATH: --apply runs the AWS CLI', [
    'install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
    'or leave out --apply: the commands that are printed run wherever there is one, as in CloudShell',
  ])
