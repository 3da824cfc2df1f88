import { learnRole } from '../../cache/learned-facts.ts'
import type { CachedSession } from '../../cache/session-cache.ts'
import { clockHint } from '../../diagnosis/attempt.ts'
import { mistypedRole } from '../../diagnosis/mistyped-role.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { roleOfStep, type Step } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { accountOfArn } from '../../plan/values/arn.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import { readToken } from '../../sources/web-identity.ts'
import { withMfaCode } from '../mfa/with-mfa-code.ts'
import { takeStep as callSts } from '../sts/call-sts.ts'
import type { Progress, Run } from './run.ts'

// Import this file on demand: a cached session needs none of it.

/**
 * Makes the STS call of a step.
 *
 * @param before the credentials that the step is made with. Absent for a web identity token.
 * @throws AssumeError with AWS's message and a next step.
 */
export async function takeStep(
  last: number,
  before: Credentials | undefined,
  run: Run,
  progress: Progress,
): Promise<Credentials> {
  const { plan, inputs, interaction } = run
  const step = plan.steps[last] as Step
  const isFirst = last === 0
  const caller = {
    endpointConfig: plan,
    ...(before && { credentials: before }),
    keysOf: isFirst
      ? sourceTitle(plan.source)
      : `the step before, ${plan.steps[last - 1]?.operation}`,
    env: inputs.env,
    report: interaction.report,
    hasMfaSession: plan.steps[last - 1]?.operation === 'GetSessionToken',
    isMfaSessionCached: progress.mfaSessionMadeAt !== undefined,
    isForRole: last < plan.steps.length - 1,
  }
  const taken = step.mfa
    ? await withMfaCode(step, step.mfa, run, progress, (code) => callSts(step, code, caller))
    : await callSts(step, tokenFor(step, inputs), caller)
  const made = unexpired(taken, step, interaction)
  const roleArn = roleOfStep(step)
  if (roleArn !== undefined && last === plan.steps.length - 1 && mistypedRole(run)) {
    learnRole(run.cache.learnedFacts, roleArn, plan.source, { exists: true }, interaction)
  }
  const accountId = roleArn === undefined ? before?.accountId : accountOfArn(roleArn)
  return { ...made, ...(accountId && { accountId }) }
}

/** The token is read when it is sent, because its file is replaced before it expires. */
function tokenFor(step: Step, { profiles }: PlanInputs): string | undefined {
  if (step.operation !== 'AssumeRoleWithWebIdentity') return undefined
  const profile = profiles.profiles.get(step.profile)
  return profile && readToken(profile)
}

/** Expired keys would fail in every tool with a message that does not name the clock as the cause. */
function unexpired(
  credentials: Credentials,
  step: Step,
  { now }: Interaction,
): CachedSession['credentials'] {
  const { expiration } = credentials
  if (expiration && expiration > now()) return { ...credentials, expiration }
  throw new AssumeError(
    `${step.operation} gave a session that ended at ${expiration?.toISOString()}, and here it is ${now().toISOString()}`,
    [clockHint],
  )
}
