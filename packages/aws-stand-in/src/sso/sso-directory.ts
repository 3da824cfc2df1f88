import { createHash, randomBytes } from 'node:crypto'
import { type Role, rootArn } from '../state/world.ts'

/** An account and a permission set that a user is assigned to. */
export interface SsoAssignment {
  readonly accountId: string
  readonly roleName: string
}

export interface SsoAccount {
  readonly accountId: string
  readonly accountName: string
  readonly emailAddress: string
  /** By default `ACTIVE`. The portal leaves out a suspended account. */
  readonly status?: 'ACTIVE' | 'SUSPENDED'
}

export interface SsoUser {
  readonly name: string
  readonly assignments: readonly SsoAssignment[]
}

/** The users, accounts and assignments of IAM Identity Center. */
export interface SsoWorld {
  readonly startUrl: string
  readonly region: string
  readonly accounts: readonly SsoAccount[]
  readonly users: readonly SsoUser[]
  /** The user of every browser, who allows every sign-in. Without one, every sign-in is denied. */
  readonly browserUser?: string
}

/** The directory of IAM Identity Center and the access tokens that it has issued. */
export interface SsoDirectory extends SsoWorld {
  /** The active accounts in which a user has a permission set. */
  accountsOf(user: SsoUser): readonly SsoAccount[]
  /** The names of the permission sets that a user has in an active account. */
  rolesOf(user: SsoUser, accountId: string): readonly string[]
  /**
   * The lifetime of future tokens. Tokens with a negative lifetime are expired when they are
   * issued.
   */
  tokenSeconds: number
  /** Issues an access token, as a browser sign-in does. */
  issueToken(user: string): SsoAccessToken
  /** Returns the user of a token. Returns undefined if the token is unknown, expired or revoked. */
  userOf(accessToken: string): SsoUser | undefined
  /** Revokes one token, or all tokens. */
  revoke(accessToken?: string): void
  /** Replaces accounts or users. Tokens remain valid. */
  update(change: Partial<Pick<SsoWorld, 'accounts' | 'users'>>): void
}

export interface SsoAccessToken {
  readonly accessToken: string
  /** The lifetime in seconds. */
  readonly expiresIn: number
}

export function openSsoDirectory(
  world: SsoWorld,
  now: () => Date = () => new Date(),
): SsoDirectory {
  const tokens = new Map<string, { readonly name: string; readonly end: number }>()
  let current = world
  let access = new Map<SsoUser, SsoAccess>()
  const accessOf = (user: SsoUser): SsoAccess => {
    const known = access.get(user)
    if (known) return known
    const found = findAccess(user, current.accounts)
    access.set(user, found)
    return found
  }
  const userNamed = (name: string) => current.users.find((each) => each.name === name)
  return {
    ...world,
    get accounts() {
      return current.accounts
    },
    get users() {
      return current.users
    },
    update(change) {
      current = { ...current, ...change }
      access = new Map()
    },
    accountsOf: (user) => accessOf(user).accounts,
    rolesOf: (user, accountId) => accessOf(user).roles.get(accountId) ?? [],
    tokenSeconds: 8 * 3600,
    issueToken(name) {
      if (!userNamed(name)) throw new Error(`there is no user "${name}"`)
      // AWS's tokens have the same length and characters.
      const accessToken = `aoaAccess${randomBytes(250).toString('base64url')}`
      const expiresIn = this.tokenSeconds
      tokens.set(accessToken, { name, end: now().getTime() + expiresIn * 1000 })
      return { accessToken, expiresIn }
    },
    userOf(accessToken) {
      const found = tokens.get(accessToken)
      return found && found.end > now().getTime() ? userNamed(found.name) : undefined
    },
    revoke(accessToken) {
      if (accessToken === undefined) tokens.clear()
      else tokens.delete(accessToken)
    },
  }
}

/** The active accounts and the roles of a user. */
interface SsoAccess {
  readonly accounts: readonly SsoAccount[]
  readonly roles: ReadonlyMap<string, readonly string[]>
}

function findAccess({ assignments }: SsoUser, all: readonly SsoAccount[]): SsoAccess {
  const assigned = new Map<string, string[]>()
  for (const { accountId, roleName } of assignments) {
    const names = assigned.get(accountId)
    if (names) names.push(roleName)
    else assigned.set(accountId, [roleName])
  }
  const accounts = all.filter(
    ({ accountId, status }) => status !== 'SUSPENDED' && assigned.has(accountId),
  )
  const roles = accounts.map(({ accountId }) => [accountId, assigned.get(accountId) ?? []] as const)
  return { accounts, roles: new Map(roles) }
}

/**
 * Returns the role that IAM Identity Center creates in an account. It may assume every role that
 * trusts it.
 */
export function reservedRole({ accountId, roleName }: SsoAssignment): Role {
  const suffix = createHash('sha256').update(roleName).digest('hex').slice(0, 16)
  return {
    account: accountId,
    name: `AWSReservedSSO_${roleName}_${suffix}`,
    path: '/aws-reserved/sso.amazonaws.com/',
    maxSessionDuration: 43_200,
    trustPolicy: {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: rootArn(accountId) },
        Action: 'sts:AssumeRole',
      },
    },
    policies: { all: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } },
  }
}
