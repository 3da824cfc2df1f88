import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { startOf } from '../model/start-of.ts'
import type { AwsService } from '../network/called-service.ts'
import { transportFailure, variantOf } from '../network/transport-failure.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { type ServiceCall, serviceCall, type Timeouts } from './service-call.ts'

export interface ServiceAttempt {
  readonly service: AwsService
  readonly endpointConfig: EndpointConfig
  /** Name of the call for messages: `GetRoleCredentials for "Admin" in 123456789012`. */
  readonly what: string
  readonly env: Environment
  readonly report: Reporter
  /** Sent values that messages must not contain if the response repeats them. */
  readonly secrets?: readonly string[]
  /** Aborts the call. The default is a timeout of 15 seconds. */
  readonly deadline?: AbortSignal
  readonly timeouts?: Timeouts
  /** Absent for a call that is not signed. */
  readonly credentials?: Credentials
}

/** An error of AWS's parsers. */
type Refusal = Error & { readonly retryAfter?: number | undefined }

/** An error response of a service. */
export class ServiceRefusal extends AssumeError {
  /** `UnauthorizedException` … */
  readonly code: string
  /** AWS's message. */
  readonly words: string
  /** Milliseconds that the service asks to wait before the next call. */
  readonly retryAfter: number

  constructor(error: Refusal, words: string, { what }: ServiceAttempt, hints: readonly string[]) {
    const code = startOf(error.name, 100)
    super(`${what} failed: ${words} (${code})`, hints)
    this.code = code
    this.words = words
    this.retryAfter = error.retryAfter ?? 0
  }
}

/**
 * Makes a call of a service.
 *
 * @param ask makes the call, in the bundle of the service.
 * @throws ServiceRefusal, or another AssumeError if the service did not respond.
 */
export async function callService<Answer>(
  attempt: ServiceAttempt,
  ask: (call: ServiceCall) => Promise<Answer>,
): Promise<Answer> {
  const { service, endpointConfig, what, env, report, secrets = [], deadline, timeouts } = attempt
  const { credentials } = attempt
  const host = endpointConfig.endpoint ?? `${service.name} in ${endpointConfig.region}`
  report.debug(`${what} at ${host}`)
  const call = await serviceCall({
    service: service.id,
    endpointConfig,
    env,
    report,
    deadline,
    ...(credentials && { credentials }),
    ...(timeouts && { timeouts }),
  })
  try {
    return await ask(call)
  } catch (error) {
    if (error instanceof AssumeError) throw error
    if (!isRefusal(error))
      throw transportFailure(error, { what, host, ...variantOf(endpointConfig) }, service)
    const words = without(secrets, errorText(error))
    throw new ServiceRefusal(error, words, attempt, hintsFor(error.name))
  }
}

/** AWS's parsers set `$fault` on a service's error response and use the error code as the name. */
const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && '$fault' in error && !/^(Error|Unknown|UnknownError)$/.test(error.name)

/** The error message. SSO-OIDC uses OAuth's field `error_description`. */
function errorText(error: Refusal & { error_description?: unknown }): string {
  const { message, error_description: description } = error
  const words = typeof description === 'string' ? description : message
  return words && words !== 'UnknownError' ? words.trim() : 'without a word why'
}

/** Secrets are removed before the text is cut, because a part of a secret is secret too. */
const without = (secrets: readonly string[], words: string) =>
  startOf(
    secrets.reduce((left, secret) => left.replaceAll(secret, '…'), words),
    500,
  )

function hintsFor(code: string): readonly string[] {
  if (/^(TooManyRequests|SlowDown|Throttling)/.test(code)) {
    return ['there were too many calls; wait a moment and try again']
  }
  return /^(Internal|ServiceUnavailable)/.test(code)
    ? ['the failure is at AWS: try again later']
    : []
}
