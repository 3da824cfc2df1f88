import type { HttpRequest } from '../http/request.ts'
import type { MetadataStep } from '../http/send-response.ts'
import type { SessionCredentials } from '../sts/issue-session.ts'

/**
 * The path of an instance's credentials is this path and the role's name. A container's credentials
 * are at `containerPath`.
 */
const instancePath = '/latest/meta-data/iam/security-credentials/'
export const containerPath = '/v2/credentials/demo-task'

export interface MetadataResponse {
  readonly step: MetadataStep
  readonly status: number
  readonly body: string
}

/** The values that the metadata endpoints require, and the credentials that they return. */
export interface MetadataService {
  readonly roleName: string
  /** The IMDSv2 token: a PUT request returns it, and every GET request must contain it. */
  readonly sessionToken: string
  /** The token that a request for container credentials must contain, if it is defined. */
  readonly authorization: string | undefined
  /** Returns undefined if the role does not trust this service. */
  issue(service: string): SessionCredentials | undefined
}

/**
 * Returns the response of the instance metadata service (IMDSv2) or of a container's credentials
 * endpoint.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function metadataResponse(request: HttpRequest, service: MetadataService): MetadataResponse {
  const { method, path, headers } = request
  if (path === '/latest/api/token') return tokenResponse(request, service)
  const step = path === instancePath ? 'role' : 'keys'
  const refused = (status: number) => ({ step, status, body: '' }) as const
  if (method !== 'GET') return refused(405)
  if (path === containerPath) {
    if (headers.authorization !== service.authorization) return refused(401)
    const credentials = service.issue('ecs-tasks.amazonaws.com')
    return credentials
      ? { step, status: 200, body: credentialsDocument(credentials) }
      : refused(500)
  }
  if (!path.startsWith(instancePath)) return refused(404)
  if (headers['x-aws-ec2-metadata-token'] !== service.sessionToken) return refused(401)
  if (path === instancePath) return { step, status: 200, body: service.roleName }
  if (path !== instancePath + service.roleName) return refused(404)
  const credentials = service.issue('ec2.amazonaws.com')
  const body = credentials
    ? credentialsDocument(credentials, { Code: 'Success', Type: 'AWS-HMAC' })
    : JSON.stringify(unauthorized(service.roleName))
  return { step, status: 200, body }
}

function tokenResponse(
  { method, headers }: HttpRequest,
  service: MetadataService,
): MetadataResponse {
  const step = 'token'
  if (method !== 'PUT') return { step, status: 405, body: '' }
  const seconds = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'])
  // IMDSv2 rejects a PUT request that a proxy has forwarded, because an open proxy would expose
  // credentials.
  if (headers['x-forwarded-for'] !== undefined) return { step, status: 403, body: '' }
  const isTime = seconds >= 1 && seconds <= 21_600
  return isTime
    ? { step, status: 200, body: service.sessionToken }
    : { step, status: 400, body: '' }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-iam-roles.html */
const unauthorized = (roleName: string) => ({
  Code: 'AssumeRoleUnauthorizedAccess',
  Message: `EC2 cannot assume the role ${roleName}.`,
})

function credentialsDocument(
  credentials: SessionCredentials,
  more: Readonly<Record<string, string>> = {},
): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials
  return JSON.stringify({
    ...more,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
  })
}
