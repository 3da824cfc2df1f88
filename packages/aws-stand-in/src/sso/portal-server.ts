import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
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
  const portal: SsoPortal = { url, requests, faults, pageSize: 100 }
  const serve: Serve = (request, response) => {
    const { step, response: result } = portalResponse(request, {
      directory,
      pageSize: portal.pageSize,
      issueRoleSession: (assignment, user) => aws.issueRoleSession(reservedRole(assignment), user),
    })
    const { query, headers } = request
    requests.push({ step, query, host: headers.host, status: result.status })
    response.setHeader('Date', aws.now().toUTCString())
    sendResponse(result, faults[step], response)
  }
  return { serve, controls: portal }
}
