import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { Session } from '../model/session.ts'
import { accountOfArn } from '../plan/arn.ts'
import type { Plan, Source, Step } from '../plan/plan.ts'
import type { World } from '../plan/world.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { askCode, needsCode } from './ask-code.ts'
import { takeStep } from './call-sts.ts'
import type { Talk } from './talk.ts'

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
  let credentials = await fetchCredentials(plan.source, world)
  let keys = keysOf(plan.source)
  let accountId = plan.source.accountId
  let unspent = code
  for (const step of plan.steps) {
    const stepCode = step.mfa && (unspent ?? (await codeFor(step.mfa.serial, talk)))
    if (step.mfa) unspent = undefined
    const caller = { where: plan, credentials, keysOf: keys, report: talk.report }
    credentials = unexpired(await takeStep(step, stepCode, caller), step, talk)
    if (step.operation === 'AssumeRole') accountId = accountOfArn(step.input.RoleArn)
    keys = `the step before, ${step.operation}`
  }
  const { label, settings } = plan
  return { label, credentials, settings, ...(accountId && { accountId }) }
}

export const keysOf = ({ profile }: Source) =>
  profile === undefined ? 'the environment' : `profile "${profile}"`

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
    ['the clock of this machine is wrong; to set it: sudo timedatectl set-ntp true'],
  )
}
