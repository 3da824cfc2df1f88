import { randomBytes } from 'node:crypto'
import { identityPolicies } from '../iam/evaluation/managed-policies.ts'
import { secretAccessKey, uniqueId } from './access-key-id.ts'
import { type Caller, rootCaller, userCaller } from './caller.ts'
import type { StateStore } from './state-store.ts'
import { type AccessKey, partitionOf, roleArn, userArn, type World } from './world.ts'

/** Credentials of a user, or of a session. A session has a token and an expiration. */
export interface Credentials extends AccessKey {
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface StoredCredentials {
  readonly credentials: Credentials
  readonly caller: Caller
}

/**
 * The long-term credentials of the current world, and the session credentials that the stand-in has
 * issued.
 */
export interface CredentialStore {
  get(accessKeyId: string): StoredCredentials | undefined
  issue(caller: Caller, expiration: Date): Required<Credentials>
  /** Expires every session that the stand-in has issued. */
  expireSessions(): void
  /** Deletes the sessions of a user or role that was deleted. */
  deleteSessions(principalArn: string): void
}

export function openCredentialStore(store: StateStore): CredentialStore {
  const sessions = new Map<string, StoredCredentials>()
  return {
    get(accessKeyId) {
      const session = sessions.get(accessKeyId)
      return session
        ? { ...session, caller: withCurrentPolicies(session.caller, store.world) }
        : longTermCredentials(accessKeyId, store.world)
    },
    issue(caller, expiration) {
      const credentials = {
        accessKeyId: uniqueId('ASIA', caller.account),
        secretAccessKey: secretAccessKey(),
        sessionToken: sessionToken(),
        expiration,
      }
      sessions.set(credentials.accessKeyId, { caller, credentials })
      return credentials
    },
    expireSessions() {
      for (const [id, { caller, credentials }] of sessions) {
        sessions.set(id, { caller, credentials: { ...credentials, expiration: new Date(0) } })
      }
    },
    deleteSessions(principalArn) {
      for (const [id, { caller }] of sessions) {
        if (caller.principalArn === principalArn) sessions.delete(id)
      }
    },
  }
}

function longTermCredentials(accessKeyId: string, world: World): StoredCredentials | undefined {
  const owners = [
    ...world.users.map((user) => [user.accessKeys, userCaller(user, world)] as const),
    ...(world.roots ?? []).map((root) => [root.accessKeys, rootCaller(root, world)] as const),
  ]
  for (const [keys, caller] of owners) {
    const found = keys.find((key) => key.accessKeyId === accessKeyId)
    if (!found) continue
    const { secretAccessKey } = found
    return { caller, credentials: { accessKeyId, secretAccessKey } }
  }
  return undefined
}

/**
 * Updates a caller with the current policies and MFA devices. Service roles are not in the world,
 * so they stay unchanged.
 */
function withCurrentPolicies(caller: Caller, world: World): Caller {
  const partition = partitionOf(world)
  const { kind, principalArn } = caller
  if (kind === 'user') {
    const user = world.users.find((each) => userArn(each, partition) === principalArn)
    if (user)
      return { ...caller, policies: identityPolicies(user, world), mfaDevices: user.mfaDevices }
  }
  if (kind === 'role') {
    const role = world.roles.find((each) => roleArn(each, partition) === principalArn)
    if (role) return { ...caller, policies: identityPolicies(role, world) }
  }
  return caller
}

/**
 * Returns a token with the length and the prefix of AWS's tokens. It contains every special
 * character of base64: `+/=`.
 */
function sessionToken(): string {
  const start = Buffer.from('IQoJb3JpZ2luX2VjE+/+', 'base64')
  return Buffer.concat([start, randomBytes(250)]).toString('base64')
}
