import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readRequest } from '../http/request.ts'
import type { HttpFault } from '../http/send-answer.ts'
import { sendAnswer } from '../http/send-answer.ts'
import type { AwsServer } from '../query/aws-server.ts'
import { type PortalStep, portalAnswer } from './portal-answer.ts'
import { reservedRole, type SsoDirectory } from './sso-directory.ts'

/** The stand-in's portal of IAM Identity Center, which gives roles to who has signed in. */
export interface SsoPortalServer {
  /** For `AWS_ENDPOINT_URL_SSO`. */
  readonly url: string
  /** Every request, in the order of their arrival. */
  readonly requests: readonly PortalRequest[]
  /** Can be changed at any time. */
  readonly faults: Partial<Record<PortalStep, HttpFault>>
  /** A page has no more accounts or roles, whatever the request asks for. */
  pageSize: number
  close(): Promise<void>
}

export interface PortalRequest {
  readonly step: PortalStep
  readonly query: Readonly<Record<string, string>>
  readonly host: string | undefined
  readonly status: number
}

/** Listens on a free port of 127.0.0.1 and gives out sessions that `aws` knows. */
export async function startSsoPortalServer(
  aws: AwsServer,
  directory: SsoDirectory,
): Promise<SsoPortalServer> {
  const requests: PortalRequest[] = []
  const faults: SsoPortalServer['faults'] = {}

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const received = await readRequest(request)
    const { pageSize } = portal
    const { step, answer } = portalAnswer(received, {
      directory,
      pageSize,
      issueRoleSession: (assignment, user) => aws.issueRoleSession(reservedRole(assignment), user),
    })
    const { query, headers } = received
    requests.push({ step, query, host: headers.host, status: answer.status })
    response.setHeader('Date', aws.now().toUTCString())
    sendAnswer(answer, faults[step], response)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const portal: SsoPortalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    pageSize: 100,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return portal
}
