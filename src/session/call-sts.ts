import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { Report } from '../model/report.ts'
import type { CallerIdentity, Step } from '../plan/plan.ts'
import { globalRegionOf } from '../plan/region.ts'
import type { Where } from '../plan/where.ts'
import type { Call, StsAnswer } from './sts.ts'
import { stsFailure } from './sts-failure.ts'

/** With which keys STS is called, and where. */
export interface Caller {
  readonly where: Where
  readonly credentials: Credentials
  /** For messages: `profile "bob"`, `the environment`. */
  readonly keysOf: string
  readonly report: Report
}

/** What a step gave. */
export interface Given {
  readonly credentials: Credentials
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, of a role. */
  readonly arn?: string
}

/** @throws AssumeError with AWS's words and a next step. */
export async function takeStep(
  step: Step,
  code: string | undefined,
  caller: Caller,
): Promise<Given> {
  const isRole = step.operation === 'AssumeRole'
  const what = isRole
    ? `AssumeRole of ${step.input.RoleArn}`
    : `GetSessionToken for ${step.mfa.serial}`
  const answer = await attempt(what, caller, (sts, call) => sts.takeStep(step, code, call), {
    ...(isRole && { roleArn: step.input.RoleArn }),
    ...(step.mfa && { mfa: step.mfa }),
  })
  const credentials = complete(answer, what)
  return { credentials, ...(answer.arn && { arn: answer.arn }) }
}

/** @throws AssumeError with AWS's words and a next step. */
export async function identify(caller: Caller): Promise<CallerIdentity> {
  const what = 'GetCallerIdentity'
  const { arn, accountId } = await attempt(what, caller, (sts, call) => sts.callerIdentity(call))
  if (arn && accountId) return { arn, accountId }
  throw lacking('the identity', what)
}

function complete({ credentials }: StsAnswer, what: string): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (AccessKeyId && SecretAccessKey && SessionToken && Expiration) {
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    }
  }
  throw lacking('a part of the credentials', what)
}

const lacking = (part: string, what: string) =>
  new AssumeError(`${what} failed: the answer lacks ${part}`, [
    'is that the endpoint of STS? see AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and endpoint_url',
  ])

type Sts = typeof import('./sts.ts')

async function attempt(
  what: string,
  { where, credentials, keysOf, report }: Caller,
  ask: (sts: Sts, call: Call) => Promise<StsAnswer>,
  about: { readonly roleArn?: string; readonly mfa?: NonNullable<Step['mfa']> } = {},
): Promise<StsAnswer> {
  const region = where.region ?? globalRegionOf('aws')
  const host = where.endpoint ?? `STS in ${region}`
  report.debug(`${what} at ${host} with ${credentials.accessKeyId}`)
  try {
    return await ask(await import('./sts.ts'), { where: { ...where, region }, credentials })
  } catch (error) {
    const { accessKeyId: keyId } = credentials
    throw stsFailure(error, { what, keysOf, keyId, host, ...about })
  }
}
