import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readRequest } from '../http/request.ts'
import type { HttpFault, MetadataStep } from '../http/send-answer.ts'
import { sendAnswer } from '../http/send-answer.ts'
import type { AwsServer } from '../query/aws-server.ts'
import type { Role } from '../state/world.ts'
import { containerPath, metadataAnswer } from './metadata-answer.ts'

/** What a machine of AWS's has beside it: the metadata of an instance, the endpoint of a container. */
export interface MetadataServer {
  /** For `AWS_EC2_METADATA_SERVICE_ENDPOINT`. */
  readonly url: string
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly containerUrl: string
  /** Every request, in the order of their arrival: `PUT /latest/api/token`. */
  readonly requests: readonly string[]
  /** Key ids given out so far. */
  readonly given: readonly string[]
  /** Can be changed at any time. */
  readonly faults: Partial<Record<MetadataStep, HttpFault>>
  close(): Promise<void>
}

export interface MetadataServerOptions {
  /** Whose sessions it gives out, if the role trusts EC2 or ECS. */
  readonly role: Role
  /** The container's endpoint wants it. */
  readonly authorization?: string
}

/** Listens on a free port of 127.0.0.1 and gives out sessions that `aws` knows. */
export async function startMetadataServer(
  aws: AwsServer,
  { role, authorization }: MetadataServerOptions,
): Promise<MetadataServer> {
  const requests: string[] = []
  const given: string[] = []
  const faults: MetadataServer['faults'] = {}
  const service = {
    roleName: role.name,
    sessionToken: randomBytes(40).toString('base64'),
    authorization,
    issue(service: string) {
      const keys = aws.issueServiceSession(role, { service, name: 'i-0123456789abcdef0' })
      if (keys) given.push(keys.accessKeyId)
      return keys
    },
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`)
    const answer = metadataAnswer(await readRequest(request), service)
    sendAnswer(answer, faults[answer.step], response)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    containerUrl: url + containerPath,
    requests,
    given,
    faults,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
