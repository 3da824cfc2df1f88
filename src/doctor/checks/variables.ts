import type { Environment } from '../../model/context.ts'
import { filesOf, findProfile, missingHints } from '../../plan/find-profile.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { Check } from '../check-context.ts'
import { environmentKeys } from '../environment-keys.ts'
import { type Finding, ok } from '../finding.ts'
import { overSession } from '../over-session.ts'

/** Variables that contradict each other or override the files. */
export const variables: Check = {
  title: 'variables of this shell',
  look({ context: { env, now }, inputs }) {
    const found = [
      ...aloneIn(env, halfKeys),
      ...environmentKeys(env, now()),
      ...overSession(env),
      ...profileNamed(env, inputs),
      ...twoNames(env),
      ...aloneIn(env, halfWebIdentity),
    ]
    return found.length > 0 ? found : [ok('variables', 'environment variables are consistent')]
  },
}

/** One variable of a pair without the other. */
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
  why: 'the AWS CLI fails with only one of them, whatever the profile contains',
}

const halfWebIdentity: Half = {
  pair: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  id: 'half-web-identity',
  severity: 'warning',
  why: 'both are needed; one alone has no effect or makes an AWS SDK fail',
}

function aloneIn(env: Environment, { pair: [one, other], id, severity, why }: Half): Finding[] {
  if (Boolean(env[one]) === Boolean(env[other])) return []
  const [there, missing] = env[one] ? [one, other] : [other, one]
  const what = `${there} is set, but ${missing} is not`
  return [{ id, severity, what, why, hints: [`unset ${there}, or export ${missing} as well`] }]
}

function profileNamed(env: Environment, inputs: PlanInputs): Finding[] {
  return ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].flatMap((variable): Finding[] => {
    const name = env[variable]
    if (!name || findProfile(name, inputs)) return []
    return [
      {
        id: 'profile-missing',
        severity: 'broken',
        what: `${variable} is "${name}", which is not in ${filesOf(inputs)}`,
        why: 'every command of the AWS CLI fails in this shell',
        hints: [...missingHints(name, inputs), `unset ${variable}`],
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
      hints: ['keep one: unset AWS_DEFAULT_REGION'],
    },
  ]
}
