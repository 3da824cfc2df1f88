import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { Session } from '../model/session.ts'
import type { Talk } from '../model/talk.ts'
import { accountOfArn } from '../plan/arn.ts'
import type { Plan, Source, Step } from '../plan/plan.ts'
import type { World } from '../plan/world.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { credentialSources } from '../sources/index.ts'
import { readToken } from '../sources/web-identity.ts'
import { askCode, needsCode } from './ask-code.ts'
import { takeStep } from './call-sts.ts'
import { clockHint } from './sts-hints.ts'

/**
 * Makes the calls of a plan, each with the keys that the one before gave.
 *
 * @param code goes to the first step that wants one; a second one asks anew, since it works once.
 */
export async function runPlan(
  plan: Plan,
  code: string | undefined,
  world: World,
  talk: Talk,
): Promise<Session> {
  let credentials = plan.source.tokenFor
    ? undefined
    : await fetchCredentials(plan.source, world, talk)
  let keys = keysOf(plan.source)
  let accountId = credentials?.accountId ?? plan.source.accountId
  let unspent = code
  for (const step of plan.steps) {
    const stepCode = step.mfa && (unspent ?? (await codeFor(step.mfa.serial, talk)))
    if (step.mfa) unspent = undefined
    const secret = stepCode ?? tokenFor(step, world)
    const { report } = talk
    const caller = {
      where: plan,
      ...(credentials && { credentials }),
      keysOf: keys,
      env: world.env,
      report,
    }
    credentials = unexpired(await takeStep(step, secret, caller), step, talk)
    if (step.operation !== 'GetSessionToken') accountId = accountOfArn(step.input.RoleArn)
    keys = `the step before, ${step.operation}`
  }
  if (!credentials) throw new Error('a plan began with a token and made no call')
  const { label, settings } = plan
  return { label, credentials, settings, ...(accountId && { accountId }) }
}

/** For messages: `profile "bob"`, `the environment`, `the token in /run/token`. */
export function keysOf({ kind, profile, tokenFor, identity }: Source): string {
  if (tokenFor !== undefined) return `the token in ${identity}`
  if (profile !== undefined) return `profile "${profile}"`
  if (kind === 'sso') return `IAM Identity Center (${identity})`
  return credentialSources.find((each) => each.kind === kind)?.place ?? kind
}

/** Read when it is sent, since it is replaced before it ends. */
function tokenFor(step: Step, { profiles }: World): string | undefined {
  if (step.operation !== 'AssumeRoleWithWebIdentity') return undefined
  const profile = profiles.profiles.get(step.profile)
  return profile && readToken(profile)
}

function codeFor(serial: string, { noInput }: Talk): Promise<string> {
  if (noInput) throw needsCode(serial, '--no-input forbids to ask for it')
  return askCode(serial)
}

/** Keys that AWS's clock calls over would fail in every tool, with words that name no cause. */
function unexpired(credentials: Credentials, step: Step, { now }: Talk): Credentials {
  const { expiration } = credentials
  if (!expiration || expiration > now()) return credentials
  throw new AssumeError(
    `${step.operation} gave a session that ended at ${expiration.toISOString()}, and here it is ${now().toISOString()}`,
    [clockHint],
  )
}
