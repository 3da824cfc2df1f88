import { callService, ServiceRefusal } from '../../aws-api/call-service.ts'
import type { ServiceCall } from '../../aws-api/client-config.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { ssoOidc } from '../../network/called-service.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'

/** How SSO-OIDC is reached. */
export interface OidcCaller {
  readonly endpointConfig: EndpointConfig
  /** Says how calls get out. */
  readonly env: Environment
  readonly report: Reporter
  /** What is sent and never shown, should the answer repeat it. */
  readonly secrets?: readonly string[]
  /** Ends it, if not after 15 seconds. */
  readonly deadline?: AbortSignal
}

type SsoOidc = typeof import('./sso-oidc.ts')

/**
 * Asks SSO-OIDC something.
 *
 * @param what for messages: `RegisterClient`.
 * @throws ServiceRefusal, or another AssumeError. Neither holds what was sent.
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

/** Where the region of a portal is not its own, AWS does not know the start URL. */
function hinted(error: unknown): unknown {
  if (!(error instanceof ServiceRefusal && error.code === 'InvalidRequestException')) return error
  return new AssumeError(error.message, [
    'are sso_start_url and sso_region those of your access portal? who runs it knows the region',
  ])
}
