import { openCache } from '../../cache/cache.ts'
import { activeRequest } from '../../cache/shell-requests.ts'
import { activeSession } from '../../formats/active-session.ts'
import type { Context } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { consoleDuration } from '../../plan/console/console-duration.ts'
import { caBundleOf } from '../../plan/endpoint/endpoint-config.ts'
import { partitionOfRegion } from '../../plan/endpoint/regions.ts'
import { type Plan, roleOfStep } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { Request } from '../../plan/request.ts'
import { partitionOf } from '../../plan/values/arn.ts'
import { obtainSessionFor } from '../obtain/obtain.ts'
import type { SignInCaller } from './sign-in-token.ts'

/** The credentials and the settings for a sign-in to the console. */
export interface ConsoleSession {
  readonly label: string
  readonly credentials: Credentials
  readonly accountId?: string
  readonly partition: string
  /** The region of the shell or the profile, if one is set. */
  readonly region?: string
  readonly caBundle: SignInCaller['caBundle']
  /** The page to open, if a `[target]` section of the settings names one. */
  readonly service?: string
  /** Duration of the console session, if AWS accepts one for these credentials. */
  readonly seconds?: number
}

/** Obtains the session of a target for the console. The session that this shell holds is not renewed. */
export async function consoleSessionOf(
  { options, ...request }: Request,
  seconds: number | undefined,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<ConsoleSession> {
  const { duration: _, ...others } = options
  const console = { ...(seconds !== undefined && { seconds }) }
  const wanted = { ...request, options: others, console }
  const { session, plan } = await obtainSessionFor(wanted, { context, inputs }, interaction)
  const { label, credentials, accountId, settings } = session
  if (!credentials.sessionToken) {
    throw new AssumeError(
      `"${label}" has the keys of a user, which cannot sign in to the console`,
      ['name a profile of ~/.aws/config or ~/.aws/credentials with these keys, or a role'],
    )
  }
  const region = settings.AWS_REGION || inputs.env.AWS_REGION || inputs.env.AWS_DEFAULT_REGION
  return consoleSession(plan, { label, credentials, accountId, region, seconds, inputs })
}

/**
 * The active session of this shell. It is not renewed.
 *
 * @throws AssumeError if the shell has no session, or the session has expired.
 */
export async function activeConsoleSession(
  seconds: number | undefined,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<ConsoleSession> {
  const { env, now } = context
  if (activeSession(env).state !== 'ours') throw noActiveSession()
  if (Number(env.ASSUME_EXPIRES ?? Number.POSITIVE_INFINITY) * 1000 <= now().getTime()) {
    throw new AssumeError('the session of this shell has expired', ['assume refresh'])
  }
  const active = activeRequest(env, openCache(context, inputs.settings), now())
  const last = active?.plan.steps.at(-1)
  const isOfUser = !env.AWS_SESSION_TOKEN || last?.operation === 'GetSessionToken'
  // The federation endpoint accepts neither long-term keys nor a GetSessionToken session, so a session is
  // obtained with the user's keys.
  if (isOfUser && active)
    return consoleSessionOf(active.request, seconds, inputs, context, interaction)
  if (isOfUser) {
    throw new AssumeError(
      'this shell has the keys of a user, which cannot sign in to the console',
      ['name a target; to see the profiles: assume list'],
    )
  }
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: env.AWS_SESSION_TOKEN ?? '',
  }
  return consoleSession(active?.plan, {
    label: env.ASSUME_ROLE ?? 'this shell',
    credentials,
    accountId: env.AWS_ACCOUNT_ID,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION,
    seconds,
    inputs,
  })
}

export const noActiveSession = () =>
  new AssumeError('this shell has no session from assume', [
    'name a target; to see the profiles: assume list',
  ])

interface ConsoleParts {
  readonly label: string
  readonly credentials: Credentials
  readonly accountId: string | undefined
  readonly region: string | undefined
  readonly seconds: number | undefined
  readonly inputs: PlanInputs
}

function consoleSession(plan: Plan | undefined, parts: ConsoleParts): ConsoleSession {
  const { label, credentials, accountId, region, inputs } = parts
  const roleArn = roleOfStep(plan?.steps.at(-1))
  const seconds = consoleDuration(plan, parts.seconds)
  return {
    label,
    credentials,
    ...(accountId && { accountId }),
    partition: roleArn ? partitionOf(roleArn) : partitionOfRegion(plan?.region ?? region ?? ''),
    ...(region && { region }),
    ...(plan?.consoleService !== undefined && { service: plan.consoleService }),
    caBundle: plan ? plan.caBundle : caBundleOf(undefined, inputs),
    ...(seconds !== undefined && { seconds }),
  }
}
