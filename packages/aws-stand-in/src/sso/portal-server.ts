import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { RateLimit } from '../http/rate-limit.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import { type PortalStep, portalResponse } from './portal-response.ts'
import { reservedRole, type SsoDirectory } from './sso-directory.ts'

/**
 * The access portal of IAM Identity Center, which issues credentials for roles to users who have
 * signed in.
 */
export interface SsoPortal {
  /** The value of `AWS_ENDPOINT_URL_SSO`. */
  readonly url: string
  /** Every request in order of arrival. */
  readonly requests: readonly PortalRequest[]
  /** The fault of each kind of request. A test can change them at any time. */
  readonly faults: Partial<Record<PortalStep, HttpFault>>
  /** The maximum number of accounts or roles in a page. A request can ask for fewer. */
  pageSize: number
  /**
   * The number of calls in a second that the portal answers. It throttles further calls. AWS's quota
   * is 20. Undefined means no limit.
   */
  callsPerSecond: number | undefined
  /** Milliseconds until the portal responds. AWS takes about a hundred. */
  latencyMs: number
  /** The number of requests that have no response yet, and the highest number so far. */
  readonly inFlight: { readonly now: number; readonly most: number }
}

export interface SsoPortalServer extends SsoPortal, Closeable {}

export interface PortalRequest {
  readonly step: PortalStep
  readonly query: Readonly<Record<string, string>>
  readonly host: string | undefined
  readonly status: number
}

/** Listens on a free port of 127.0.0.1. `aws` accepts the sessions that the server issues. */
export const startSsoPortalServer = (aws: Aws, directory: SsoDirectory): Promise<SsoPortalServer> =>
  listen((url) => portalService(aws, directory, url))

export function portalService(aws: Aws, directory: SsoDirectory, url: string): Service<SsoPortal> {
  const requests: PortalRequest[] = []
  const faults: SsoPortal['faults'] = {}
  const inFlight = { now: 0, most: 0 }
  const portal: SsoPortal = {
    url,
    requests,
    faults,
    pageSize: 100,
    callsPerSecond: undefined,
    latencyMs: 0,
    inFlight,
  }
  const rateLimit = new RateLimit()
  const serve: Serve = (request, response) => {
    inFlight.now += 1
    inFlight.most = Math.max(inFlight.most, inFlight.now)
    response.on('close', () => {
      inFlight.now -= 1
    })
    const { step, response: result } = portalResponse(request, {
      directory,
      pageSize: portal.pageSize,
      allowsCall: () => rateLimit.allows(portal.callsPerSecond),
      issueRoleSession: (assignment, user) => aws.issueRoleSession(reservedRole(assignment), user),
    })
    const { query, headers } = request
    requests.push({ step, query, host: headers.host, status: result.status })
    response.setHeader('Date', aws.now().toUTCString())
    const send = () => sendResponse(result, faults[step], response)
    if (portal.latencyMs > 0) setTimeout(send, portal.latencyMs)
    else send()
  }
  return { serve, controls: portal }
}
