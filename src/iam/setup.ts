import { UsageError } from '../model/errors.ts'
import type { PolicyDocument } from './document.ts'
import { identityPolicy } from './identity-policy.ts'
import { trustPolicy } from './trust-policy.ts'

/** A user and a role that this user may assume. */
export interface Setup {
  readonly account: string
  readonly partition: string
  readonly user: string
  readonly role: string
  /** The paths of an existing user and role: `/team/`. New ones have no path. */
  readonly userPath?: string
  readonly rolePath?: string
  /** The ARNs of the policies of the role. */
  readonly policies: readonly string[]
  /** The role requires MFA. The user gets a virtual device if it has none. */
  readonly mfa: boolean
  /** The user gets an access key if it has none. */
  readonly accessKey: boolean
}

/** The tag on every taggable resource of setup. An undo removes only tagged resources. */
export const mark = { Key: 'made-by', Value: 'assume-setup' } as const

export const userArnOf = (setup: Setup) => `${iam(setup)}:user${setup.userPath ?? '/'}${setup.user}`

export const roleArnOf = (setup: Setup) => `${iam(setup)}:role${setup.rolePath ?? '/'}${setup.role}`

/** The policy that allows users to assume the role. All users of a role share it. */
export const policyNameOf = ({ role }: Setup) => `assume-${role}`

export const policyArnOf = (setup: Setup) => `${iam(setup)}:policy/${policyNameOf(setup)}`

/** AWS's default name for the first device of a user. `assume USER ROLE` expects it there. */
export const deviceOf = (setup: Setup) => `${iam(setup)}:mfa/${setup.user}`

export const trustPolicyOf = (setup: Setup): PolicyDocument =>
  trustPolicy(
    { users: [userArnOf(setup)], roles: [], accounts: [], permissionSets: [], services: [] },
    { mfa: setup.mfa },
  )

export const assumePolicyOf = (setup: Setup): PolicyDocument =>
  identityPolicy([roleArnOf(setup)], {})

const iam = ({ account, partition }: Setup) => `arn:${partition}:iam::${account}`

/**
 * Checks a name against IAM's rules. It must not begin with a dash, which the AWS CLI reads as an
 * option.
 */
export function checkedName(name: string, what: 'user' | 'role'): string {
  if (/^[\w+=,.@][\w+=,.@-]{0,63}$/.test(name)) return name
  throw new UsageError(`"${name}" is not a name for a ${what}`, [
    'a name has up to 64 letters, digits and _+=,.@-',
  ])
}
