import { createHash, randomBytes } from 'node:crypto'
import { type Role, rootArn } from '../state/world.ts'

/** A role in an account that people can take through IAM Identity Center (a permission set). */
export interface SsoAssignment {
  readonly accountId: string
  readonly roleName: string
}

export interface SsoAccount {
  readonly accountId: string
  readonly accountName: string
  readonly emailAddress: string
}

export interface SsoUser {
  readonly name: string
  readonly assignments: readonly SsoAssignment[]
}

/** Who may sign in to the stand-in's IAM Identity Center, and for what. */
export interface SsoWorld {
  readonly startUrl: string
  readonly region: string
  readonly accounts: readonly SsoAccount[]
  readonly users: readonly SsoUser[]
  /** Who sits at every browser and allows what is asked; without one everything is denied. */
  readonly browserUser?: string
}

/** The users, accounts and roles, and the access tokens given out so far. */
export interface SsoDirectory extends SsoWorld {
  /** How long the tokens to come last, in seconds. Negative: they are over when they come. */
  tokenSeconds: number
  /** Signs a user in, as if the browser had done it. */
  issueToken(user: string): SsoAccessToken
  /** Whose token it is; undefined once it is over, or signed out. */
  userOf(accessToken: string): SsoUser | undefined
  /** Ends every token given out so far, or one. */
  revoke(accessToken?: string): void
}

export interface SsoAccessToken {
  readonly accessToken: string
  /** In seconds. */
  readonly expiresIn: number
}

export function openSsoDirectory(
  world: SsoWorld,
  now: () => Date = () => new Date(),
): SsoDirectory {
  const tokens = new Map<string, { readonly user: SsoUser; readonly end: number }>()
  return {
    ...world,
    tokenSeconds: 8 * 3600,
    issueToken(name) {
      const user = world.users.find((each) => each.name === name)
      if (!user) throw new Error(`nobody is called ${name}`)
      // As long as AWS's, and of the same letters.
      const accessToken = `aoaAccess${randomBytes(250).toString('base64url')}`
      const expiresIn = this.tokenSeconds
      tokens.set(accessToken, { user, end: now().getTime() + expiresIn * 1000 })
      return { accessToken, expiresIn }
    },
    userOf(accessToken) {
      const found = tokens.get(accessToken)
      return found && found.end > now().getTime() ? found.user : undefined
    },
    revoke(accessToken) {
      if (accessToken === undefined) tokens.clear()
      else tokens.delete(accessToken)
    },
  }
}

/** The role that IAM Identity Center makes in an account, which may assume whatever trusts it. */
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
