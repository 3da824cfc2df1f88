import { learnMaximum } from '../cache/learned-facts.ts'
import { durationWord, shownDuration } from '../model/values/duration.ts'
import { iamEndpointConfig } from '../plan/endpoint/iam-endpoint.ts'
import { roleOfStep } from '../plan/plan.ts'
import { accountOf } from '../plan/route/route.ts'
import { type RequestedDuration, wantedOf } from '../plan/steps/role-duration.ts'
import { accountOfArn, parseRoleArn } from '../plan/values/arn.ts'
import type { Run } from '../session/obtain/run.ts'
import { roleMaximum } from '../session/sts/role-maximum.ts'
import { StsRefusal } from './sts-failure.ts'

/** A request for a longer session than the role allows. */
export interface TooLong {
  readonly refusal: StsRefusal
  readonly roleArn: string
  /** Seconds. */
  readonly askedFor: number
  /** The call contained an MFA code, which is now used. */
  readonly tookCode: boolean
}

/** Returns undefined for any other failure. */
export function tooLong(error: unknown, { plan }: Run): TooLong | undefined {
  if (!(error instanceof StsRefusal) || !/^ValidationError/.test(error.code)) return undefined
  if (!/exceeds the MaxSessionDuration/.test(error.message)) return undefined
  const step = plan.steps.find((each) => roleOfStep(each) === error.roleArn)
  const askedFor = step?.input.DurationSeconds
  if (error.roleArn === undefined || askedFor === undefined) return undefined
  return { refusal: error, roleArn: error.roleArn, askedFor, tookCode: step?.mfa !== undefined }
}

/** AWS's refusal with the role's MaxSessionDuration, if IAM returns it, and the setting to change. */
export async function explained(
  { refusal, roleArn, askedFor }: TooLong,
  run: Run,
): Promise<StsRefusal> {
  const wanted = wantedFor(roleArn, run)
  const maximum = await maximumOf(roleArn, run)
  rememberAbout(roleArn, maximum, askedFor, run)
  const { name } = parseRoleArn(roleArn, 'the role')
  const update = `aws iam update-role --role-name ${name} --max-session-duration ${askedFor}`
  const asked = `${shownDuration(askedFor)} asked for${wanted ? ` (${wanted.where})` : ''}`
  const longest = maximum === undefined ? '' : `, and the role lasts ${shownDuration(maximum)}`
  return refusal.with(`${asked}${longest}`, [
    maximum === undefined
      ? `ask for less, an hour is always allowed: --duration 1h${inFile(wanted, 3600)}`
      : `ask for that: --duration ${durationWord(maximum)}${inFile(wanted, maximum)}`,
    `or let the role last longer: ${update}`,
  ])
}

/** The requested duration of a role of the plan, and where it was requested. */
export function wantedFor(
  roleArn: string,
  { request, plan, inputs }: Run,
): RequestedDuration | undefined {
  const at = plan.steps.findIndex((step) => roleOfStep(step) === roleArn)
  const isLast = at === plan.steps.length - 1
  const step = plan.steps[at]
  const name = step?.operation === 'AssumeRole' ? step.profile : undefined
  const profile = name === undefined ? undefined : inputs.profiles.profiles.get(name)
  const settings = { ...inputs.settings, ...(plan.duration && { duration: plan.duration }) }
  return wantedOf(profile, isLast ? request.options : {}, settings)
}

/** The line to change in the file that requests the duration. */
function inFile(wanted: RequestedDuration | undefined, seconds: number): string {
  const [, place, key] = /^(.+), (duration_seconds|duration)$/.exec(wanted?.where ?? '') ?? []
  if (place === undefined) return ''
  const value = key === 'duration' ? durationWord(seconds) : seconds
  return `, or for good ${key} = ${value} in ${place}`
}

/** Updates the learned maximum, which may be outdated. */
function rememberAbout(
  roleArn: string,
  maximum: number | undefined,
  askedFor: number,
  { inputs, cache, interaction }: Run,
): void {
  const remembered = inputs.learned.maximumOf(roleArn)
  if (maximum !== undefined) learnMaximum(cache.learnedFacts, roleArn, maximum, interaction)
  else if (typeof remembered === 'number' && remembered >= askedFor) {
    learnMaximum(cache.learnedFacts, roleArn, 'unknown', interaction)
  }
}

async function maximumOf(roleArn: string, { plan, inputs, interaction }: Run) {
  const { source } = plan
  const account = accountOf(source)
  if (source.tokenFor !== undefined) return undefined
  if (account !== undefined && account !== accountOfArn(roleArn)) return undefined
  const profile =
    source.profile === undefined ? undefined : inputs.profiles.profiles.get(source.profile)
  const endpointConfig = iamEndpointConfig(plan, profile, inputs)
  return endpointConfig && roleMaximum(roleArn, { source, endpointConfig }, inputs, interaction)
}
