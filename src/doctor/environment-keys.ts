import { activeSession } from '../formats/active-session.ts'
import type { Environment } from '../model/context.ts'
import { type KeyPart, keyTextProblem } from '../model/key-text.ts'
import type { Finding } from './finding.ts'

/** Problems of the keys in the environment: their format, their token, their expiration. */
export const environmentKeys = (env: Environment, now: Date): readonly Finding[] => [
  ...unusableKeys(env),
  ...tokens(env),
  ...expired(env, now),
]

const keyVariables: readonly (readonly [string, KeyPart])[] = [
  ['AWS_ACCESS_KEY_ID', 'key id'],
  ['AWS_SECRET_ACCESS_KEY', 'secret'],
  ['AWS_SESSION_TOKEN', 'token'],
  ['AWS_SECURITY_TOKEN', 'token'],
]

function unusableKeys(env: Environment): Finding[] {
  return keyVariables.flatMap(([name, part]): Finding[] => {
    const value = env[name]
    const problem = value ? keyTextProblem(value, part) : undefined
    if (problem === undefined) return []
    return [
      {
        id: 'unusable-keys',
        severity: 'broken',
        what: `${name}: the ${part} ${problem}`,
        why: 'neither assume nor any other tool can sign a request with it',
        hints: [`export ${name} again, as one line of printable ASCII`],
      },
    ]
  })
}

function tokens(env: Environment): Finding[] {
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SESSION_TOKEN: token, AWS_SECURITY_TOKEN: old } = env
  const anyToken = token || old
  if (!id && anyToken) {
    return [
      {
        id: 'token-without-keys',
        severity: 'warning',
        what: 'there is a session token, but no keys that it belongs to',
        why: 'AWS will reject it together with the next keys that you export',
        hints: ['unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN'],
      },
    ]
  }
  if (id.startsWith('ASIA') && !anyToken) {
    return [
      {
        id: 'keys-without-token',
        severity: 'broken',
        what: `${id} is the key of a session, but AWS_SESSION_TOKEN is not set`,
        why: 'AWS does not know the key without its token (InvalidClientTokenId)',
        hints: ['export the token as well, or: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'],
      },
    ]
  }
  if (id.startsWith('AKIA') && anyToken) {
    return [
      {
        id: 'foreign-token',
        severity: 'broken',
        what: `${id} is the key of a user, but a session token of another key is set`,
        why: 'AWS rejects the two together (InvalidClientTokenId)',
        hints: ['unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN'],
      },
    ]
  }
  return []
}

/** Another check reports the expiration of our own session. */
function expired(env: Environment, now: Date): Finding[] {
  const { AWS_CREDENTIAL_EXPIRATION: expiration, AWS_ACCESS_KEY_ID: id } = env
  const end = new Date(expiration ?? '')
  if (!id || activeSession(env).state === 'ours' || !(end <= now)) return []
  return [
    {
      id: 'expired-keys',
      severity: 'broken',
      what: `the keys in the environment ended at ${end.toISOString()}, says AWS_CREDENTIAL_EXPIRATION`,
      why: 'the AWS CLI rejects them, and does not use a profile instead',
      hints: [
        'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION',
      ],
    },
  ]
}
