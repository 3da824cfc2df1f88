import { AssumeError, UsageError } from '../../model/errors.ts'
import type { NamedRole } from '../plan.ts'
import { notRoleHints } from './not-role-arn.ts'

/** `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`. This is a first check; AWS decides. */
const awsRoleArn =
  /^arn:aws[a-z-]{0,30}:iam::\d{12}:role\/(?:[\x21-\x7e]{0,510}\/)?[\w+=,.@-]{1,64}$/

/** The forms that another STS may accept: `arn:aws:iam:::role/NAME` (Ceph), `arn:minio:iam:::role/NAME`. */
const anyRoleArn = /^[\x21-\x7e]{1,2048}$/

export interface RoleArn {
  readonly arn: string
  readonly partition: string
  /** Twelve digits. The ARNs of other stores have no account. */
  readonly accountId?: string
  readonly name: string
}

export const isAwsRoleArn = (arn: string) => awsRoleArn.test(arn)

/**
 * Checks an ARN of the command line.
 *
 * @throws UsageError unless it is the ARN of a role.
 */
export function checkedRoleArn(word: string): string {
  if (isAwsRoleArn(word)) return word
  throw new UsageError(...wrongArn(word))
}

/**
 * Checks an ARN for an STS that may not be AWS's. `refuseOtherArns` does the final check.
 *
 * @throws UsageError for text that no STS accepts.
 */
export function plausibleRoleArn(word: string): string {
  if (anyRoleArn.test(word)) return word
  throw new UsageError(...wrongArn(word))
}

/** @throws AssumeError that shows the invalid ARN and the correct form. */
export function parseRoleArn(arn: string, where: string): RoleArn {
  if (!anyRoleArn.test(arn)) throw noRoleArn(arn, where)
  const accountId = accountOfArn(arn)
  const name = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1)
  return { arn, partition: partitionOf(arn), name, ...(accountId !== undefined && { accountId }) }
}

export const noRoleArn = (arn: string, where: string) =>
  new AssumeError(`${where}: "${arn}" is not the ARN of a role`, notRoleHints(arn))

const wrongArn = (word: string) =>
  [`"${word}" is not the ARN of a role`, notRoleHints(word)] as const

/**
 * The role in `arn:PARTITION:sts::ACCOUNT:assumed-role/NAME/SESSION` or in a role ARN. Undefined
 * for any other principal.
 */
export function roleOfPrincipal(arn: string): NamedRole | undefined {
  const [, accountId, roleName] = assumedRoleArn.exec(arn) ?? []
  if (accountId && roleName) return { accountId, roleName }
  if (!isAwsRoleArn(arn)) return undefined
  const { accountId: account, name } = parseRoleArn(arn, 'a principal')
  return account === undefined ? undefined : { accountId: account, roleName: name }
}

const assumedRoleArn =
  /^arn:aws[a-z-]{0,30}:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/[\x21-\x7e]{1,64}$/

/** Reads `NAME`, `PATH/NAME` or `ACCOUNT:ROLE`. Without an account the role is in the user's own. */
export function roleReference(text: string): {
  readonly accountId?: string
  readonly role: string
} {
  const [, accountId, role] =
    /^(?:(\d{12}):)?\/?((?:[\w+=,.@/-]{0,510}\/)?[\w+=,.@-]{1,64})$/.exec(text) ?? []
  if (role) return { role, ...(accountId && { accountId }) }
  throw new UsageError(`"${text}" is not a role: neither NAME, ACCOUNT:NAME nor an ARN`)
}

/** The user name in `arn:aws:iam::ACCOUNT:user/PATH/NAME`. Undefined for any other principal. */
export function userNameOf(callerArn: string): string | undefined {
  return /^arn:[\w-]+:iam::[^:]*:user\/(?:.*\/)?([^/]+)$/.exec(callerArn)?.[1]
}

export const partitionOf = (arn: string) => partOf(arn, 1) ?? 'aws'

/** Twelve digits. Undefined for an ARN without an AWS account id. */
export function accountOfArn(arn: string): string | undefined {
  const account = partOf(arn, 4) ?? ''
  return /^\d{12}$/.test(account) ? account : undefined
}

/** A part between two colons, counted from 0. It creates no list, because a list of profiles has many ARNs. */
function partOf(arn: string, index: number): string | undefined {
  let start = 0
  for (let part = 0; part < index; part += 1) {
    start = arn.indexOf(':', start) + 1
    if (start === 0) return undefined
  }
  const end = arn.indexOf(':', start)
  return end < 0 ? arn.slice(start) : arn.slice(start, end)
}
