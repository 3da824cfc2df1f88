import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import { isAwsKeyId } from '../plan/values/account-of-key.ts'
import type { CredentialSource } from './source.ts'
import { statedAccount } from './stated-account.ts'
import { usableKeys } from './usable-keys.ts'

/** The keys that the environment had before the session of assume. */
export const environment: CredentialSource = {
  word: 'Environment',
  kind: 'environment',
  place: 'the environment',
  short: 'environment',
  title: 'the environment',
  identityTitle: 'key id',
  profileKeys: [],
  isLocal: true,
  dependsOnMachine: true,
  hasOneCaller: isAwsKeyId,
  none: {
    why: 'which has none',
    hints: ['export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile'],
  },
  find(env) {
    if (!env.AWS_ACCESS_KEY_ID && !env.AWS_SECRET_ACCESS_KEY) return undefined
    const { accessKeyId, sessionToken } = environmentKeysIn(env)
    return {
      kind: 'environment',
      identity: accessKeyId,
      isLongTerm: sessionToken === undefined,
      ...statedAccount(env.AWS_ACCOUNT_ID),
    }
  },
  fetch: async (env) => environmentKeysIn(env),
}

function environmentKeysIn(env: Environment): Credentials {
  const written = (name: string) => {
    const value = env[name]
    return value ? { value, where: name } : undefined
  }
  const id = written('AWS_ACCESS_KEY_ID')
  const secret = written('AWS_SECRET_ACCESS_KEY')
  if (!id) throw partial('AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID')
  if (!secret) throw partial('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')
  // botocore prefers the older name if both are set.
  const token = written('AWS_SECURITY_TOKEN') ?? written('AWS_SESSION_TOKEN')
  return usableKeys({ id, secret, token })
}

const partial = (there: string, missing: string) =>
  new AssumeError(`${there} is set in the environment, but ${missing} is not`, [
    `set both, or neither: unset ${there}`,
  ])
