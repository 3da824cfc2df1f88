import { heldSession } from '../exports/held-session.ts'
import type { Environment } from '../model/context.ts'
import { type KeyPart, keyTextProblem } from '../model/key-text.ts'
import { filesOf, findProfile, missingHints } from '../plan/find-profile.ts'
import type { World } from '../plan/world.ts'
import { type Finding, ok } from './finding.ts'
import { exportedOverSession } from './over-session.ts'
import type { Check } from './patient.ts'

/** Variables that contradict each other, or that stand before what the files say. */
export const variables: Check = {
  title: 'variables of this shell',
  look({ context: { env, now }, world }) {
    const found = [
      ...aloneIn(env, halfKeys),
      ...unusableKeys(env),
      ...tokens(env),
      ...expired(env, now()),
      ...overSession(env),
      ...profileNamed(env, world),
      ...twoNames(env),
      ...aloneIn(env, halfWebIdentity),
    ]
    return found.length > 0 ? found : [ok('variables', 'no variable contradicts another')]
  },
}

/** One of two variables that go together, without the other. */
interface Half {
  readonly pair: readonly [string, string]
  readonly id: string
  readonly severity: 'broken' | 'warning'
  readonly why: string
}

const halfKeys: Half = {
  pair: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  id: 'half-keys',
  severity: 'broken',
  why: 'the AWS CLI fails with half a set, whatever the profile has',
}

const halfWebIdentity: Half = {
  pair: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  id: 'half-web-identity',
  severity: 'warning',
  why: 'the two go together; one alone does nothing, or makes an AWS SDK fail',
}

function aloneIn(env: Environment, { pair: [one, other], id, severity, why }: Half): Finding[] {
  if (Boolean(env[one]) === Boolean(env[other])) return []
  const [there, missing] = env[one] ? [one, other] : [other, one]
  const what = `${there} is set, but ${missing} is not`
  return [{ id, severity, what, why, mend: [`unset ${there}, or export ${missing} as well`] }]
}

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
        why: 'no request can be signed with it, by assume or by any other tool',
        mend: [`export ${name} again, as one line of printable ASCII`],
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
        why: 'with the next keys that are exported AWS refuses it',
        mend: ['unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN'],
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
        mend: ['export the token as well, or: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'],
      },
    ]
  }
  if (id.startsWith('AKIA') && anyToken) {
    return [
      {
        id: 'foreign-token',
        severity: 'broken',
        what: `${id} is the key of a user, but a session token of another key is set`,
        why: 'AWS refuses the two together (InvalidClientTokenId)',
        mend: ['unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN'],
      },
    ]
  }
  return []
}

/** What is set beside the keys of a session and changes which keys a tool takes: for `assume status`, too. */
export const overSession = (env: Environment): readonly Finding[] => [
  ...twoTokens(env),
  ...emptyProfile(env),
  ...profileAndKeys(env),
  ...exportedOverSession(env),
]

function twoTokens(env: Environment): Finding[] {
  const { AWS_ACCESS_KEY_ID: id, AWS_SESSION_TOKEN: token, AWS_SECURITY_TOKEN: old } = env
  if (!id || id.startsWith('AKIA') || !token || !old || token === old) return []
  return [
    {
      id: 'two-tokens',
      severity: 'warning',
      what: 'AWS_SESSION_TOKEN and AWS_SECURITY_TOKEN differ',
      why: 'the AWS CLI takes the older name, the AWS SDKs the newer',
      mend: ['unset AWS_SECURITY_TOKEN'],
    },
  ]
}

/** That of a session of ours is a matter of its own. */
function expired(env: Environment, now: Date): Finding[] {
  const { AWS_CREDENTIAL_EXPIRATION: expiration, AWS_ACCESS_KEY_ID: id } = env
  const end = new Date(expiration ?? '')
  if (!id || heldSession(env).state === 'ours' || !(end <= now)) return []
  return [
    {
      id: 'expired-keys',
      severity: 'broken',
      what: `the keys in the environment ended at ${end.toISOString()}, says AWS_CREDENTIAL_EXPIRATION`,
      why: 'the AWS CLI refuses them, and takes no profile in their place',
      mend: [
        'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION',
      ],
    },
  ]
}

function profileAndKeys(env: Environment): Finding[] {
  const profile = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE
  if (!profile || !env.AWS_ACCESS_KEY_ID || !env.AWS_SECRET_ACCESS_KEY) return []
  const name = env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_DEFAULT_PROFILE'
  const isOverSession = heldSession(env).state === 'ours'
  return [
    {
      id: 'profile-and-keys',
      severity: 'warning',
      what: isOverSession
        ? `${name} is "${profile}", exported over the session of assume`
        : `${name} is "${profile}", and there are keys in the environment`,
      why: 'the AWS CLI takes the keys, the AWS SDK for JavaScript the profile',
      mend: isOverSession
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
    mend: [`unset ${name}`],
  }))
}

function profileNamed(env: Environment, world: World): Finding[] {
  return ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].flatMap((variable): Finding[] => {
    const name = env[variable]
    if (!name || findProfile(name, world)) return []
    return [
      {
        id: 'profile-missing',
        severity: 'broken',
        what: `${variable} is "${name}", which is not in ${filesOf(world)}`,
        why: 'the AWS CLI fails in this shell, whatever it is asked',
        mend: [...missingHints(name, world), `unset ${variable}`],
      },
    ]
  })
}

function twoNames(env: Environment): Finding[] {
  const { AWS_REGION: region, AWS_DEFAULT_REGION: old } = env
  if (!region || !old || region === old) return []
  return [
    {
      id: 'two-regions',
      severity: 'warning',
      what: `AWS_REGION is "${region}", and AWS_DEFAULT_REGION is "${old}"`,
      why: 'boto3 takes AWS_DEFAULT_REGION, most others take AWS_REGION',
      mend: ['keep one: unset AWS_DEFAULT_REGION'],
    },
  ]
}
