import { type Profile, type ProfileValue, placeOf, text } from '../config/profile.ts'
import { shellWord } from '../formats/posix.ts'
import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import { isAwsKeyId } from '../plan/values/account-of-key.ts'
import { type ProfileSource, profileOf } from './source.ts'
import { statedAccount } from './stated-account.ts'
import { usableKeys } from './usable-keys.ts'
import { refuseExpired, writtenExpiry, writtenRole } from './written-session.ts'

/** Keys in `~/.aws/credentials`, which take precedence over most other sources. */
export const credentialsFileKeys = staticKeys('credentials')

/** Keys in `~/.aws/config`, which are the last source. */
export const configFileKeys = staticKeys('config')

function staticKeys(origin: ProfileValue['origin']): ProfileSource {
  return {
    kind: 'access-key',
    short: 'keys',
    title: 'keys',
    identityTitle: 'key id',
    profileKeys: ['aws_access_key_id'],
    isLocal: true,
    // Many emulators of AWS have a user with the key ID `test`, each in a different account.
    hasOneCaller: isAwsKeyId,
    find(profile) {
      const id = profile.keys.get('aws_access_key_id') ?? profile.keys.get('aws_secret_access_key')
      if (id?.origin !== origin) return undefined
      const { accessKeyId, sessionToken } = profileKeys(profile)
      const role = sessionToken === undefined ? undefined : writtenRole(profile)
      return {
        kind: 'access-key',
        profile: profile.name,
        identity: accessKeyId,
        isLongTerm: sessionToken === undefined,
        ...statedAccount(text(profile, 'aws_account_id') ?? role?.accountId),
        ...(role && { role }),
      }
    },
    async fetch(source, inputs, { now }) {
      const profile = profileOf(source, inputs)
      const keys = profileKeys(profile)
      // An expiration beside long-term keys is left over from earlier temporary keys.
      if (keys.sessionToken === undefined) return keys
      refuseExpired(profile, now())
      const expiration = writtenExpiry(profile)?.expiration
      return { ...keys, ...(expiration && { expiration }) }
    },
  }
}

/** @throws AssumeError if one of the two keys is missing, as in the AWS CLI, or if a key is unusable. */
function profileKeys(profile: Profile): Credentials {
  const written = (key: string) => {
    const value = text(profile, key)
    return value ? { value, where: `${placeOf(profile, key)}, ${key}` } : undefined
  }
  const id = written('aws_access_key_id')
  const secret = written('aws_secret_access_key')
  if (!id) throw partial(profile, 'aws_access_key_id')
  if (!secret) throw partial(profile, 'aws_secret_access_key')
  // botocore prefers the older name if both exist, even if its value is empty.
  const isOlder = text(profile, 'aws_security_token') !== undefined
  const token = written(isOlder ? 'aws_security_token' : 'aws_session_token')
  return usableKeys({ id, secret, token })
}

function partial(profile: Profile, missing: string): AssumeError {
  const name = profile.name
  return new AssumeError(`profile "${name}" has keys, but no ${missing} (${placeOf(profile)})`, [
    `to add it: aws configure --profile ${shellWord(name)}`,
  ])
}
