import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { agentsOf } from '../network/agent.ts'
import type { CalledService } from '../network/called-service.ts'
import { transportFailure, variantOf } from '../network/transport-failure.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { callTimeoutMs, clientConfig, type ServiceCall } from './client-config.ts'
import { prepareClient } from './prepare-client.ts'

export interface ServiceAttempt {
  readonly service: CalledService
  readonly endpointConfig: EndpointConfig
  /** For messages: `GetRoleCredentials for "Admin" in 123456789012`. */
  readonly what: string
  readonly env: Environment
  readonly report: Reporter
  /** What is sent and never shown, should the answer repeat it. */
  readonly secrets?: readonly string[]
  /** Ends it, if not after 15 seconds. */
  readonly deadline?: AbortSignal
}

/** An error that the service answered with. */
export class ServiceRefusal extends AssumeError {
  /** `UnauthorizedException` … */
  readonly code: string
  /** AWS's own. */
  readonly words: string

  constructor(code: string, words: string, { what }: ServiceAttempt, hints: readonly string[]) {
    super(`${what} failed: ${words} (${code})`, hints)
    this.code = code
    this.words = words
  }
}

/**
 * One call of a service that no keys sign.
 *
 * @param ask makes it, in the bundle that has the SDK.
 * @throws ServiceRefusal, or another AssumeError where no answer of the service's came.
 */
export async function callService<Answer>(
  attempt: ServiceAttempt,
  ask: (call: ServiceCall) => Promise<Answer>,
): Promise<Answer> {
  const { service, endpointConfig, what, env, report, secrets = [], deadline } = attempt
  const host = endpointConfig.endpoint ?? `${service.name} in ${endpointConfig.region}`
  report.debug(`${what} at ${host}`)
  const agentFor = await agentsOf(env, endpointConfig.caBundle, report)
  try {
    return await ask({
      endpointConfig,
      configOf: (agent) => clientConfig(endpointConfig, agent),
      prepare: prepareClient(endpointConfig),
      ...(agentFor && { agentFor }),
      abortSignal: deadline ?? AbortSignal.timeout(callTimeoutMs),
    })
  } catch (error) {
    if (error instanceof AssumeError) throw error
    if (!isRefusal(error))
      throw transportFailure(error, { what, host, ...variantOf(endpointConfig) }, service)
    const words = without(secrets, errorText(error))
    throw new ServiceRefusal(error.name.slice(0, 100), words, attempt, hintsFor(error.name))
  }
}

/** The SDK gives an error answer of a service a side, and the answer's own code as its name. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && '$fault' in error && !/^(Error|Unknown|UnknownError)$/.test(error.name)

/** Its own text, or for SSO-OIDC the one that OAuth has a field for. */
function errorText(error: Error & { error_description?: unknown }): string {
  const { message, error_description: description } = error
  const words = typeof description === 'string' ? description : message
  return words && words !== 'UnknownError' ? words.trim() : 'without a word why'
}

/** Before it is cut: half a secret is one as well. */
const without = (secrets: readonly string[], words: string) =>
  secrets.reduce((left, secret) => left.replaceAll(secret, '…'), words).slice(0, 500)

function hintsFor(code: string): readonly string[] {
  if (/^(TooManyRequests|SlowDown|Throttling)/.test(code)) {
    return ['AWS was asked too often; wait a moment and try again']
  }
  return /^(Internal|ServiceUnavailable)/.test(code)
    ? ['it is on the side of AWS: try again in a while']
    : []
}
