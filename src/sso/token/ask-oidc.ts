import { callService, ServiceRefusal } from '../../aws-api/call-service.ts'
import type { ServiceCall } from '../../aws-api/service-call.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { ssoOidc } from '../../network/called-service.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'

/** The SSO-OIDC endpoint, and the settings of the connection. */
export interface OidcCaller {
  readonly endpointConfig: EndpointConfig
  /** The environment, which names the proxy. */
  readonly env: Environment
  readonly report: Reporter
  /** Sent values that messages must not contain if the response repeats them. */
  readonly secrets?: readonly string[]
  /** Aborts the call. The default is a timeout of 15 seconds. */
  readonly deadline?: AbortSignal
}

type SsoOidc = typeof import('./sso-oidc.ts')

/**
 * Calls SSO-OIDC.
 *
 * @param what name of the call for messages: `RegisterClient`.
 * @throws ServiceRefusal, or another AssumeError. Neither contains what was sent.
 */
export function askOidc<Answer>(
  what: string,
  caller: OidcCaller,
  ask: (oidc: SsoOidc, call: ServiceCall) => Promise<Answer>,
): Promise<Answer> {
  return callService({ service: ssoOidc, what, ...caller }, async (call) =>
    ask(await import('./sso-oidc.ts'), call),
  ).catch((error: unknown) => {
    throw hinted(error)
  })
}

/** AWS does not know the start URL if the region is not the region of the portal. */
function hinted(error: unknown): unknown {
  if (!(error instanceof ServiceRefusal && error.code === 'InvalidRequestException')) return error
  return new AssumeError(error.message, [
    'are sso_start_url and sso_region those of your access portal? your AWS administrator knows the region',
  ])
}
