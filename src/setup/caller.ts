import { AssumeError } from '../model/errors.ts'
import type { AwsCli } from './aws-cli.ts'
import { at } from './json.ts'
import { failed } from './run-call.ts'

/** The identity of the AWS CLI. Setup creates everything in its account. */
export interface Administrator {
  readonly arn: string
  readonly account: string
  readonly partition: string
}

/**
 * @param meant the account and partition of the options. Setup never uses another account.
 * @throws AssumeError with AWS's message.
 */
export async function administrator(
  aws: AwsCli,
  meant: { readonly account?: string | undefined; readonly partition?: string | undefined },
): Promise<Administrator> {
  const answer = await aws(['sts', 'get-caller-identity'])
  if (answer.failure) throw failed('find out whose keys these are', answer.failure)
  const arn = at(answer.output, 'Arn')
  const [, partition, account] =
    /^arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):/.exec(typeof arn === 'string' ? arn : '') ?? []
  if (typeof arn !== 'string' || !partition || !account) {
    throw new AssumeError('aws sts get-caller-identity did not return whose keys these are')
  }
  check('account', meant.account, account, arn)
  check('partition', meant.partition, partition, arn)
  return { arn, account, partition }
}

function check(what: string, meant: string | undefined, is: string, arn: string): void {
  if (meant === undefined || meant === is) return
  throw new AssumeError(`--${what} ${meant} does not match these keys: ${arn}`, [
    'for other keys, name a profile with --profile',
  ])
}
