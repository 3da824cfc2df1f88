import type { Sts } from '../query/operation.ts'
import type { Tree } from '../query/xml.ts'
import type { Caller } from '../state/caller.ts'

/** Makes keys for `caller` that live for that many seconds, as STS shows them in an answer. */
export function issue(caller: Caller, seconds: number, { keyring, lifetime, now }: Sts): Tree {
  const wholeSecond = Math.floor(now().getTime() / 1000)
  const credentials = keyring.issue(caller, new Date((wholeSecond + lifetime(seconds)) * 1000))
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiration.toISOString().replace('.000Z', 'Z'),
  }
}
