import { randomBytes } from 'node:crypto'
import type { Credentials } from '../model/credentials.ts'
import { secretAccessKey, uniqueId } from './access-key-id.ts'
import { type Caller, rootCaller, userCaller } from './caller.ts'
import { type AccessKey, partitionOf, type World } from './world.ts'

export interface Key {
  readonly credentials: Credentials
  readonly caller: Caller
}

/** The keys of the world, and those that the demo has given out since. */
export interface Keyring {
  find(accessKeyId: string): Key | undefined
  issue(caller: Caller, expiration: Date): Required<Omit<Credentials, 'accountId'>>
  /** Ends every session given out so far, as if its time had come. */
  expireSessions(): void
}

export function openKeyring(world: World): Keyring {
  const keys = new Map<string, Key>()
  const add = (caller: Caller, { accessKeyId, secretAccessKey }: AccessKey) => {
    if (keys.has(accessKeyId)) throw new Error(`two owners of the key ${accessKeyId}`)
    keys.set(accessKeyId, { caller, credentials: { accessKeyId, secretAccessKey } })
  }
  for (const root of world.roots ?? []) {
    for (const key of root.accessKeys) add(rootCaller(root, partitionOf(world)), key)
  }
  for (const user of world.users) {
    for (const key of user.accessKeys) add(userCaller(user, partitionOf(world)), key)
  }
  return {
    find: (accessKeyId) => keys.get(accessKeyId),
    issue(caller, expiration) {
      const credentials = {
        accessKeyId: uniqueId('ASIA', caller.account),
        secretAccessKey: secretAccessKey(),
        sessionToken: sessionToken(),
        expiration,
      }
      keys.set(credentials.accessKeyId, { caller, credentials })
      return credentials
    },
    expireSessions() {
      for (const [id, { caller, credentials }] of keys) {
        if (!credentials.expiration) continue
        keys.set(id, { caller, credentials: { ...credentials, expiration: new Date(0) } })
      }
    },
  }
}

/** As long as AWS's, beginning as they do, and sure to hold every character that base64 can: `+/=`. */
function sessionToken(): string {
  const start = Buffer.from('IQoJb3JpZ2luX2VjE+/+', 'base64')
  return Buffer.concat([start, randomBytes(250)]).toString('base64')
}
