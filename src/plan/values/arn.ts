import { AssumeError, UsageError } from '../../model/errors.ts'
import type { NamedRole } from '../plan.ts'
import { notRoleHints } from './not-role-arn.ts'

/** `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`; a first check, AWS decides. */
const awsRoleArn =
  /^arn:aws[a-z-]{0,30}:iam::\d{12}:role\/(?:[\x21-\x7e]{0,510}\/)?[\w+=,.@-]{1,64}$/

/** What some STS may take as a RoleArn: `arn:aws:iam:::role/NAME` (Ceph), `arn:minio:iam:::role/NAME`. */
const anyRoleArn = /^[\x21-\x7e]{1,2048}$/

export interface RoleArn {
  readonly arn: string
  readonly partition: string
  /** Twelve digits. Other stores have ARNs without an account. */
  readonly accountId?: string
  readonly name: string
}

export const isAwsRoleArn = (arn: string) => awsRoleArn.test(arn)

/** A word of the command line that is meant as an ARN. @throws UsageError unless it is a role's. */
export function checkedRoleArn(word: string): string {
  if (isAwsRoleArn(word)) return word
  throw new UsageError(...wrongArn(word))
}

/** The same for an STS that need not be AWS's; `refuseOtherArns` has the last word. */
export function plausibleRoleArn(word: string): string {
  if (anyRoleArn.test(word)) return word
  throw new UsageError(...wrongArn(word))
}

/** @throws AssumeError that shows what was found and the right form. */
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
 * The role in `arn:PARTITION:sts::ACCOUNT:assumed-role/NAME/SESSION`, or in its own ARN; undefined
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

/** `NAME` or `PATH/NAME`, in the user's own account or in the one that `ACCOUNT:ROLE` names. */
export function roleReference(text: string): {
  readonly accountId?: string
  readonly role: string
} {
  const [, accountId, role] =
    /^(?:(\d{12}):)?\/?((?:[\w+=,.@/-]{0,510}\/)?[\w+=,.@-]{1,64})$/.exec(text) ?? []
  if (role) return { role, ...(accountId && { accountId }) }
  throw new UsageError(`"${text}" is not a role: neither NAME, ACCOUNT:NAME nor an ARN`)
}

/** The name in `arn:aws:iam::ACCOUNT:user/PATH/NAME`, if it is a user's. */
export function userNameOf(callerArn: string): string | undefined {
  return /^arn:[\w-]+:iam::[^:]*:user\/(?:.*\/)?([^/]+)$/.exec(callerArn)?.[1]
}

export const partitionOf = (arn: string) => arn.split(':')[1] ?? 'aws'

/** Twelve digits; undefined for an ARN without an account of AWS's form. */
export function accountOfArn(arn: string): string | undefined {
  const account = arn.split(':')[4] ?? ''
  return /^\d{12}$/.test(account) ? account : undefined
}
