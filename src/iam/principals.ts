import { UsageError } from '../model/errors.ts'
import { checkedRoleArn, roleReference } from '../plan/values/arn.ts'
import type { Home } from './home.ts'
import type { PermissionSet } from './trust-policy.ts'

/**
 * The account and partition for an incomplete name. The function is called only for a name that
 * needs it. The caller may already know the account but not the partition.
 */
export type HomeOf = (account?: string) => Pick<Home, 'account' | 'partition'>

/** Reads `NAME`, `PATH/NAME` or an ARN. */
export function userArn(word: string, home: HomeOf): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:user\/[\x21-\x7e]+$/.test(word)) return word
  if (/^([\w+=,.@-]+\/){0,8}[\w+=,.@-]{1,64}$/.test(word)) {
    return `${arnStart(home())}:user/${word}`
  }
  throw new UsageError(`--user: "${word}" is not a user: neither NAME, PATH/NAME nor an ARN`)
}

/** Reads `NAME`, `PATH/NAME`, `ACCOUNT:NAME` or an ARN. */
export function roleArn(word: string, home: HomeOf): string {
  if (word.startsWith('arn:')) return checkedRoleArn(word)
  const { accountId, role } = roleReference(word)
  return `${arnStart(home(accountId))}:role/${role}`
}

/** The account itself as a principal. */
export const rootArn = (home: HomeOf) => `${arnStart(home())}:root`

/** The path of these roles contains the region, except for us-east-1. */
export function permissionSet(name: string, home: HomeOf): PermissionSet {
  if (!/^[\w+=,.@-]{1,32}$/.test(name)) {
    throw new UsageError(`--sso-role: "${name}" is not the name of a permission set`, [
      'the role AWSReservedSSO_NAME_0123456789abcdef is that of the permission set NAME',
    ])
  }
  const start = arnStart(home())
  return {
    account: rootArn(home),
    roleArns: `${start}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_${name}_*`,
  }
}

/**
 * Returns the name unchanged. In China some services, such as EC2, end in `.amazonaws.com.cn`, and
 * most do not.
 */
export function servicePrincipal(word: string): string {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(word)) return word
  throw new UsageError(`--service: "${word}" is not the name of a service as a principal`, [
    'it is a host name: --service ec2.amazonaws.com',
  ])
}

const arnStart = ({ account, partition }: ReturnType<HomeOf>) => `arn:${partition}:iam::${account}`
