import { randomBytes } from 'node:crypto'
import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, type MetadataStep, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import type { Role } from '../state/world.ts'
import { containerPath, metadataResponse } from './metadata-response.ts'

/** The metadata service of an EC2 instance and the credentials endpoint of a container. */
export interface Metadata {
  /** The value of `AWS_EC2_METADATA_SERVICE_ENDPOINT`. */
  readonly url: string
  /** The value of `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly containerUrl: string
  /** Every request in order of arrival, for example `PUT /latest/api/token`. */
  readonly requests: readonly string[]
  /** The access key IDs that the endpoints have issued. */
  readonly issuedKeyIds: readonly string[]
  /** The fault of each kind of request. A test can change them at any time. */
  readonly faults: Partial<Record<MetadataStep, HttpFault>>
}

export interface MetadataServer extends Metadata, Closeable {}

export interface MetadataServerOptions {
  /** The role of the instance or container. It must trust EC2 or ECS. */
  readonly role: Role
  /** The authorization token that the container endpoint requires. */
  readonly authorization?: string
}

/** Listens on a free port of 127.0.0.1. `aws` accepts the sessions that the server issues. */
export const startMetadataServer = (
  aws: Aws,
  options: MetadataServerOptions,
): Promise<MetadataServer> => listen((url) => metadataService(aws, options, url))

export function metadataService(
  aws: Aws,
  { role, authorization }: MetadataServerOptions,
  url: string,
): Service<Metadata> {
  const requests: string[] = []
  const issuedKeyIds: string[] = []
  const faults: Metadata['faults'] = {}
  const source = {
    roleName: role.name,
    sessionToken: randomBytes(40).toString('base64'),
    authorization,
    issue(service: string) {
      const keys = aws.issueServiceSession(role, { service, name: 'i-0123456789abcdef0' })
      if (keys) issuedKeyIds.push(keys.accessKeyId)
      return keys
    },
  }
  const serve: Serve = (request, response) => {
    requests.push(`${request.method} ${request.path}`)
    const result = metadataResponse(request, source)
    sendResponse(result, faults[result.step], response)
  }
  return {
    serve,
    controls: { url, containerUrl: url + containerPath, requests, issuedKeyIds, faults },
  }
}
