import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { CredentialSource } from './source.ts'
import { statedAccount } from './stated-account.ts'

/** The keys that the environment had before any session of ours. */
export const environment: CredentialSource = {
  word: 'Environment',
  kind: 'environment',
  place: 'the environment',
  none: {
    why: 'which has none',
    hints: ['export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile'],
  },
  find(env) {
    if (!env.AWS_ACCESS_KEY_ID && !env.AWS_SECRET_ACCESS_KEY) return undefined
    const { accessKeyId, sessionToken } = keysOf(env)
    return {
      kind: 'environment',
      identity: accessKeyId,
      longLived: sessionToken === undefined,
      ...statedAccount(env.AWS_ACCOUNT_ID),
    }
  },
  fetch: async (env) => keysOf(env),
}

function keysOf(env: Environment): Credentials {
  const accessKeyId = env.AWS_ACCESS_KEY_ID
  const secretAccessKey = env.AWS_SECRET_ACCESS_KEY
  if (!accessKeyId) throw partial('AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID')
  if (!secretAccessKey) throw partial('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')
  // botocore prefers the older name where both stand.
  const sessionToken = env.AWS_SECURITY_TOKEN || env.AWS_SESSION_TOKEN
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}

const partial = (there: string, missing: string) =>
  new AssumeError(`${there} is set in the environment, but ${missing} is not`, [
    `set both, or neither: unset ${there}`,
  ])
