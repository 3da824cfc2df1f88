import { AssumeError, UsageError } from '../model/errors.ts'
import { notRoleHints } from './not-role-arn.ts'

/** `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`; a first check, AWS decides. */
const roleArnForm =
  /^arn:(?<partition>aws[a-z-]{0,30}):iam::(?<account>\d{12}):role\/(?:[\x21-\x7e]{0,510}\/)?(?<name>[\w+=,.@-]{1,64})$/

export interface RoleArn {
  readonly arn: string
  readonly partition: string
  readonly accountId: string
  readonly name: string
}

/** A word of the command line that is meant as an ARN. @throws UsageError unless it is a role's. */
export function checkedRoleArn(word: string): string {
  if (roleArnForm.test(word)) return word
  throw new UsageError(`"${word}" is not the ARN of a role`, notRoleHints(word))
}

/** @throws AssumeError that shows what was found and the right form. */
export function parseRoleArn(arn: string, where: string): RoleArn {
  const groups = roleArnForm.exec(arn)?.groups
  if (groups?.partition && groups.account && groups.name) {
    return { arn, partition: groups.partition, accountId: groups.account, name: groups.name }
  }
  throw new AssumeError(`${where}: "${arn}" is not the ARN of a role`, notRoleHints(arn))
}

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
  return /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(callerArn)?.[1]
}

export const partitionOf = (arn: string) => arn.split(':')[1] ?? 'aws'

export const accountOfArn = (arn: string) => arn.split(':')[4]
