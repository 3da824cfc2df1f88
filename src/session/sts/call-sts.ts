import { endByThisClock, tellClockSkew } from '../../aws-api/clock-skew.ts'
import { type ServiceCall, serviceCall } from '../../aws-api/service-call.ts'
import { stsFailure } from '../../diagnosis/sts-failure.ts'
import type { Environment } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { endpointHint, stsService } from '../../network/called-service.ts'
import { variantOf } from '../../network/transport-failure.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'
import type { CallerIdentity } from '../../plan/facts.ts'
import { roleOfStep, type Step } from '../../plan/plan.ts'
import { answeredKeys } from '../../sources/answered-keys.ts'
import type { StsAnswer } from './sts.ts'

/** The keys that call STS, and the endpoint. */
export interface Caller {
  readonly endpointConfig: EndpointConfig
  /** Absent if a web identity token identifies the caller. */
  readonly credentials?: Credentials
  /** Description of the keys for messages: `profile "bob"`, `the environment`, `the token in /run/token`. */
  readonly keysOf: string
  /** The environment, which names the proxy. */
  readonly env: Environment
  readonly report: Reporter
  /** The keys are an MFA session. */
  readonly hasMfaSession?: boolean
  /** The MFA session is from the cache. */
  readonly isMfaSessionCached?: boolean
  /** The returned session assumes a role in the next step. */
  readonly isForRole?: boolean
}

/**
 * @param secret the code of an MFA device, or the token of a web identity.
 * @throws AssumeError with AWS's message and a next step.
 */
export async function takeStep(
  step: Step,
  secret: string | undefined,
  caller: Caller,
): Promise<Credentials> {
  const roleArn = roleOfStep(step)
  const what = whatOf(step)
  const answer = await attempt(what, caller, (sts, call) => sts.takeStep(step, secret, call), {
    ...(roleArn !== undefined && { roleArn }),
    ...(step.operation === 'AssumeRole' && { hasExternalId: 'ExternalId' in step.input }),
    ...(step.mfa && { mfa: step.mfa }),
    ...(secret !== undefined && { secret }),
  })
  return complete(answer, what)
}

function whatOf(step: Step): string {
  if (step.operation === 'GetSessionToken') return `GetSessionToken for ${step.mfa.serial}`
  if (step.operation === 'GetFederationToken') return `GetFederationToken for ${step.input.Name}`
  return `${step.operation} of ${step.input.RoleArn}`
}

/** @throws AssumeError with AWS's message and a next step. */
export async function identify(caller: Caller): Promise<CallerIdentity> {
  const what = 'GetCallerIdentity'
  const { arn, accountId } = await attempt(what, caller, (sts, call) => sts.callerIdentity(call))
  if (arn && accountId) return { arn, accountId }
  throw lacking('the identity', what)
}

function complete({ credentials, clockSkew }: StsAnswer, what: string): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (AccessKeyId && SecretAccessKey && SessionToken && Expiration) {
    const keys = answeredKeys({ AccessKeyId, SecretAccessKey, SessionToken }, keyNames)
    if (typeof keys === 'string') {
      throw new AssumeError(`${what} failed: ${keys}`, [endpointHint(stsService)])
    }
    return { ...keys, expiration: endByThisClock(Expiration, clockSkew) }
  }
  throw lacking('a part of the credentials', what)
}

const keyNames = { 'key id': 'AccessKeyId', secret: 'SecretAccessKey', token: 'SessionToken' }

const lacking = (part: string, what: string) =>
  new AssumeError(`${what} failed: the answer lacks ${part}`, [endpointHint(stsService)])

type Sts = typeof import('./sts.ts')

interface About {
  readonly roleArn?: string
  readonly mfa?: NonNullable<Step['mfa']>
  readonly hasExternalId?: boolean
  readonly secret?: string
}

async function attempt(
  what: string,
  caller: Caller,
  ask: (sts: Sts, call: ServiceCall) => Promise<StsAnswer>,
  { secret, ...about }: About = {},
): Promise<StsAnswer> {
  const {
    endpointConfig,
    credentials,
    keysOf,
    env,
    report,
    hasMfaSession = false,
    isMfaSessionCached = false,
    isForRole = false,
  } = caller
  const host = endpointConfig.endpoint ?? `STS in ${endpointConfig.region}`
  report.debug(`${what} at ${host} with ${credentials?.accessKeyId ?? keysOf}`)
  const call = await serviceCall({ service: 'sts', endpointConfig, env, report, credentials })
  const sts = await import('./sts.ts')
  try {
    const answer = await ask(sts, call)
    tellClockSkew(answer.clockSkew, report)
    return answer
  } catch (error) {
    const keyId = credentials?.accessKeyId ?? ''
    const arn = isDeniedUnnamed(error, about) ? await arnOf(caller) : undefined
    throw stsFailure(without(secret, error), {
      ...{
        what,
        keysOf,
        keyId,
        host,
        region: endpointConfig.region,
        hasMfaSession,
        isMfaSessionCached,
        isForRole,
        ...about,
      },
      ...variantOf(endpointConfig),
      isTemporary: credentials?.sessionToken !== undefined,
      ...(arn && { caller: arn }),
    })
  }
}

/** AWS's older messages do not name the caller that was denied the role. */
function isDeniedUnnamed(error: unknown, { roleArn, hasExternalId }: About): boolean {
  const isRole = roleArn !== undefined && hasExternalId !== undefined
  const words = /^(Access denied|Not authorized to perform sts:AssumeRole)$/
  return isRole && error instanceof Error && words.test(error.message.trim())
}

/** No policy can deny GetCallerIdentity. If it fails anyway, the message omits the caller. */
async function arnOf(caller: Caller): Promise<string | undefined> {
  try {
    return (await identify(caller)).arn
  } catch {
    return undefined
  }
}

/** STS repeats rejected values in its messages. */
function without(secret: string | undefined, error: unknown): unknown {
  if (!secret || !(error instanceof Error)) return error
  // Six digits inside an account number are not the code.
  const alone = /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`, 'g') : secret
  error.message = error.message.replaceAll(alone, '…')
  return error
}
