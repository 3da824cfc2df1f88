import { randomBytes } from 'node:crypto'
import { identityPolicies } from '../iam/evaluation/managed-policies.ts'
import { secretAccessKey, uniqueId } from './access-key-id.ts'
import { type Caller, rootCaller, userCaller } from './caller.ts'
import type { StateStore } from './state-store.ts'
import { type AccessKey, partitionOf, roleArn, userArn, type World } from './world.ts'

/** The keys of a user, or those of a session, which have a token and an end. */
export interface Credentials extends AccessKey {
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface StoredCredentials {
  readonly credentials: Credentials
  readonly caller: Caller
}

/** The keys of the world as it is, and those that the stand-in has given out since it began. */
export interface CredentialStore {
  get(accessKeyId: string): StoredCredentials | undefined
  issue(caller: Caller, expiration: Date): Required<Credentials>
  /** Ends every session given out so far, as if its time had come. */
  expireSessions(): void
  /** Of a user or a role that is no more. */
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

/** A session is its user's or role's as they are by now; a role of AWS's own is not in the world. */
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

/** As long as AWS's, beginning as they do, and sure to hold every character that base64 can: `+/=`. */
function sessionToken(): string {
  const start = Buffer.from('IQoJb3JpZ2luX2VjE+/+', 'base64')
  return Buffer.concat([start, randomBytes(250)]).toString('base64')
}
