import { UsageError } from '../model/errors.ts'
import type { PolicyDocument } from './document.ts'
import { identityPolicy } from './identity-policy.ts'
import { trustPolicy } from './trust-policy.ts'

/** A user, and a role that this user may assume. */
export interface Setup {
  readonly account: string
  readonly partition: string
  readonly user: string
  readonly role: string
  /** Where they are if they were there before: `/team/`. What is new has none. */
  readonly userPath?: string
  readonly rolePath?: string
  /** ARNs of the policies that say what the role may do. */
  readonly policies: readonly string[]
  /** The role wants MFA, and the user gets a virtual device, unless there is one. */
  readonly mfa: boolean
  /** The user gets an access key, unless there is one. */
  readonly accessKey: boolean
}

/** On all that setup makes and that can carry it: only that is taken back. */
export const mark = { Key: 'made-by', Value: 'assume-setup' } as const

export const userArnOf = (setup: Setup) => `${iam(setup)}:user${setup.userPath ?? '/'}${setup.user}`

export const roleArnOf = (setup: Setup) => `${iam(setup)}:role${setup.rolePath ?? '/'}${setup.role}`

/** What lets users assume the role; one for the role, whoever its users are. */
export const policyNameOf = ({ role }: Setup) => `assume-${role}`

export const policyArnOf = (setup: Setup) => `${iam(setup)}:policy/${policyNameOf(setup)}`

/** AWS names a user's first device like the user, and `assume USER ROLE` looks for it there. */
export const deviceOf = (setup: Setup) => `${iam(setup)}:mfa/${setup.user}`

export const trustPolicyOf = (setup: Setup): PolicyDocument =>
  trustPolicy(
    { users: [userArnOf(setup)], roles: [], accounts: [], permissionSets: [], services: [] },
    { mfa: setup.mfa },
  )

export const assumePolicyOf = (setup: Setup): PolicyDocument =>
  identityPolicy([roleArnOf(setup)], {})

const iam = ({ account, partition }: Setup) => `arn:${partition}:iam::${account}`

/** As IAM takes them, and such that the AWS CLI takes none for an option. */
export function checkedName(name: string, what: 'user' | 'role'): string {
  if (/^[\w+=,.@][\w+=,.@-]{0,63}$/.test(name)) return name
  throw new UsageError(`"${name}" is not a name for a ${what}`, [
    'a name has up to 64 letters, digits and _+=,.@-',
  ])
}
