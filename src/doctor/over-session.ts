import { heldSession } from '../exports/held-session.ts'
import { credentialVariables } from '../exports/variables.ts'
import type { Environment } from '../model/context.ts'
import type { Finding } from './finding.ts'

/** A session sets these, or another check looks at them. */
const ofSession: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ACCOUNT_ID',
  'AWSUME_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
]

const unsetBySession = credentialVariables.filter((name) => !ofSession.includes(name))

/** What was exported after the session was taken, and outranks or upsets its keys in some tool. */
export function exportedOverSession(env: Environment): Finding[] {
  if (heldSession(env).state !== 'ours') return []
  const names = unsetBySession.filter((name) => env[name])
  if (names.length === 0) return []
  return [
    {
      id: 'over-session',
      severity: 'warning',
      what: `exported over the session of assume: ${names.join(', ')}`,
      why: 'some AWS SDKs and tools prefer them to the keys of the session',
      mend: [`unset ${names.join(' ')}`],
    },
  ]
}
