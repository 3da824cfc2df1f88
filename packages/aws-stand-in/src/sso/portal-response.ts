import type { HttpRequest } from '../http/request.ts'
import type { HttpResponse } from '../http/send-response.ts'
import { operationAt } from '../service-model/model.ts'
import { restInput } from '../service-model/rest-input.ts'
import { validationMessage } from '../service-model/validation-message.ts'
import { type Violation, violationsOf } from '../service-model/violations.ts'
import type { SessionCredentials } from '../sts/issue-session.ts'
import type { SsoAssignment, SsoDirectory, SsoUser } from './sso-directory.ts'

export type PortalStep = 'credentials' | 'accounts' | 'roles' | 'logout' | 'none'

/** The directory and the credentials that the portal uses. */
export interface PortalService {
  readonly directory: SsoDirectory
  /** The maximum number of items in a page. A request can ask for fewer. */
  readonly pageSize: number
  issueRoleSession(assignment: SsoAssignment, user: string): SessionCredentials
  /** Counts a call. Returns false if it exceeds the rate. */
  allowsCall(): boolean
}

/**
 * Returns the response of the access portal of IAM Identity Center.
 *
 * https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_Operations.html
 */
export function portalResponse(
  request: HttpRequest,
  service: PortalService,
): { readonly step: PortalStep; readonly response: HttpResponse } {
  const { method, path, headers } = request
  const name = operationAt('sso', `${method} ${path}`) ?? ''
  const operation = operations[name]
  if (!operation) return { step: 'none', response: refusal(404, 'UnknownOperation', '') }
  const [step, run] = operation
  if (!service.allowsCall()) return { step, response: tooManyRequests() }
  const token = headers['x-amz-sso_bearer_token'] ?? ''
  const user = service.directory.userOf(token)
  if (!user) {
    const response = refusal(401, 'UnauthorizedException', 'Session token not found or invalid')
    return { step, response }
  }
  const violations = violationsOf('sso', name, restInput('sso', name, request))
  if (violations.length > 0) return { step, response: invalidRequest(violations) }
  return { step, response: run(request, user, service) }
}

type PortalOperation = (request: HttpRequest, user: SsoUser, service: PortalService) => HttpResponse

/** The operations by their names in the API. */
const operations: Readonly<Record<string, readonly [PortalStep, PortalOperation]>> = {
  GetRoleCredentials: ['credentials', credentials],
  ListAccounts: ['accounts', accounts],
  ListAccountRoles: ['roles', roles],
  Logout: ['logout', logout],
}

function credentials({ query }: HttpRequest, user: SsoUser, service: PortalService): HttpResponse {
  const { account_id: accountId = '', role_name: roleName = '' } = query
  if (!/^\d{12}$/.test(accountId)) {
    return refusal(400, 'InvalidRequestException', 'Request parameters are invalid')
  }
  const hasRole = service.directory.rolesOf(user, accountId).includes(roleName)
  if (!hasRole) return refusal(403, 'ForbiddenException', 'No access')
  const keys = service.issueRoleSession({ accountId, roleName }, user.name)
  return ok({
    roleCredentials: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
      expiration: keys.expiration.getTime(),
    },
  })
}

function accounts(request: HttpRequest, user: SsoUser, service: PortalService): HttpResponse {
  const all = service.directory.accountsOf(user)
  const shown = all.map(({ accountId, accountName, emailAddress }) => {
    return { accountId, accountName, emailAddress }
  })
  return page('accountList', shown, request, service)
}

function roles(request: HttpRequest, user: SsoUser, service: PortalService): HttpResponse {
  const { account_id: accountId = '' } = request.query
  const names = service.directory.rolesOf(user, accountId)
  if (names.length === 0) return refusal(404, 'ResourceNotFoundException', 'Account not found')
  const all = names.map((roleName) => ({ accountId, roleName }))
  return page('roleList', all, request, service)
}

function logout(
  { headers }: HttpRequest,
  _user: SsoUser,
  { directory }: PortalService,
): HttpResponse {
  directory.revoke(headers['x-amz-sso_bearer_token'])
  return { status: 200, body: '' }
}

function page(
  name: string,
  all: readonly unknown[],
  { query }: HttpRequest,
  { pageSize }: PortalService,
): HttpResponse {
  const start = Number(query.next_token ?? 0)
  const end = start + Math.min(pageSize, Number(query.max_result ?? pageSize))
  return ok({
    [name]: all.slice(start, end),
    nextToken: end < all.length ? String(end) : null,
  })
}

const json = { 'Content-Type': 'application/json' }

const ok = (body: object): HttpResponse => ({
  status: 200,
  headers: json,
  body: JSON.stringify(body),
})

/**
 * AWS has a message of its own for an invalid page size. The messages for other parameters are not
 * documented.
 */
function invalidRequest(violations: readonly Violation[]): HttpResponse {
  const isOfPageSize = violations.some(({ path }) => path === 'maxResults')
  const message = isOfPageSize
    ? 'ResultSize parameter must be within the valid limits of: 1-100'
    : validationMessage(violations, { repeatsValues: true })
  return refusal(400, 'InvalidRequestException', message)
}

/** AWS's response to more calls than the quota allows. It has the type in the body, too. */
const tooManyRequests = (): HttpResponse => ({
  status: 429,
  headers: { ...json, 'x-amzn-ErrorType': 'TooManyRequestsException:' },
  body: JSON.stringify({
    message: 'HTTP 429 Unknown Code',
    __type: 'com.amazonaws.switchboard.portal#TooManyRequestsException',
  }),
})

const refusal = (status: number, shape: string, message: string): HttpResponse => ({
  status,
  headers: { ...json, 'x-amzn-ErrorType': `${shape}:` },
  body: JSON.stringify({ message }),
})
