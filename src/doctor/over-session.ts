import { activeSession } from '../formats/active-session.ts'
import { credentialVariables } from '../formats/variables.ts'
import type { Environment } from '../model/context.ts'
import type { Finding } from './finding.ts'

/** Variables that change which keys a tool uses beside those of a session. `assume status` shows them too. */
export const overSession = (env: Environment): readonly Finding[] => [
  ...twoTokens(env),
  ...emptyProfile(env),
  ...profileAndKeys(env),
  ...exportedOverSession(env),
]

/** A session sets these variables, or another check examines them. */
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

/** Variables that were exported after the session was obtained, and that some tools prefer to its keys. */
function exportedOverSession(env: Environment): Finding[] {
  if (activeSession(env).state !== 'ours') return []
  const names = unsetBySession.filter((name) => env[name])
  if (names.length === 0) return []
  return [
    {
      id: 'over-session',
      severity: 'warning',
      what: `exported over the session of assume: ${names.join(', ')}`,
      why: 'some AWS SDKs and tools prefer them to the keys of the session',
      hints: [`unset ${names.join(' ')}`],
    },
  ]
}

function twoTokens(env: Environment): Finding[] {
  const { AWS_ACCESS_KEY_ID: id, AWS_SESSION_TOKEN: token, AWS_SECURITY_TOKEN: old } = env
  if (!id || id.startsWith('AKIA') || !token || !old || token === old) return []
  return [
    {
      id: 'two-tokens',
      severity: 'warning',
      what: 'AWS_SESSION_TOKEN and AWS_SECURITY_TOKEN differ',
      why: 'the AWS CLI takes the older name, the AWS SDKs the newer',
      hints: ['unset AWS_SECURITY_TOKEN'],
    },
  ]
}

function profileAndKeys(env: Environment): Finding[] {
  const profile = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE
  if (!profile || !env.AWS_ACCESS_KEY_ID || !env.AWS_SECRET_ACCESS_KEY) return []
  const name = env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_DEFAULT_PROFILE'
  const isOverSession = activeSession(env).state === 'ours'
  return [
    {
      id: 'profile-and-keys',
      severity: 'warning',
      what: isOverSession
        ? `${name} is "${profile}", exported over the session of assume`
        : `${name} is "${profile}", and there are keys in the environment`,
      why: 'the AWS CLI takes the keys, the AWS SDK for JavaScript the profile',
      hints: isOverSession
        ? [`unset ${name}`]
        : [
            'keep one: unset AWS_PROFILE AWS_DEFAULT_PROFILE',
            'or: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
          ],
    },
  ]
}

function emptyProfile(env: Environment): Finding[] {
  const names = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].filter((name) => env[name] === '')
  return names.map((name) => ({
    id: 'profile-empty',
    severity: 'broken',
    what: `${name} is set, but empty`,
    why: 'the AWS CLI fails: "The config profile () could not be found"; assume takes it as not set',
    hints: [`unset ${name}`],
  }))
}
