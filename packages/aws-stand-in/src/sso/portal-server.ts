import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import { type PortalStep, portalResponse } from './portal-response.ts'
import { reservedRole, type SsoDirectory } from './sso-directory.ts'

/** The access portal of IAM Identity Center, which gives roles to people who have signed in. */
export interface SsoPortal {
  /** For `AWS_ENDPOINT_URL_SSO`. */
  readonly url: string
  /** Every request, in the order of their arrival. */
  readonly requests: readonly PortalRequest[]
  /** Can be changed at any time. */
  readonly faults: Partial<Record<PortalStep, HttpFault>>
  /** A page has no more accounts or roles, whatever the request asks for. */
  pageSize: number
}

export interface SsoPortalServer extends SsoPortal, Closeable {}

export interface PortalRequest {
  readonly step: PortalStep
  readonly query: Readonly<Record<string, string>>
  readonly host: string | undefined
  readonly status: number
}

/** Listens on a free port of 127.0.0.1 and gives out sessions that `aws` knows. */
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
