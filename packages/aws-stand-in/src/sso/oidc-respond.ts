import type { HttpRequest } from '../http/request.ts'
import type { HttpResponse } from '../http/send-response.ts'
import { operationAt } from '../service-model/model.ts'
import { restInput } from '../service-model/rest-input.ts'
import { violationsOf } from '../service-model/violations.ts'
import { authorize } from './oidc-authorize.ts'
import { devicePage, recordDecision, startDevice } from './oidc-device.ts'
import { OidcError } from './oidc-error.ts'
import { registerClient } from './oidc-register.ts'
import type { OidcInput, OidcState } from './oidc-state.ts'
import { createToken } from './oidc-token.ts'

export type OidcStep = 'register' | 'device' | 'token' | 'authorize' | 'page'

/** The parsed request and the response to it. */
export interface OidcResult {
  readonly step: OidcStep
  readonly input: OidcInput
  readonly response: HttpResponse
  /** `ok` or an OAuth error code. */
  readonly outcome: string
}

/** The operations by their names in the API. */
const operations: Readonly<
  Record<string, readonly [OidcStep, (input: OidcInput, state: OidcState) => object]>
> = {
  RegisterClient: ['register', registerClient],
  StartDeviceAuthorization: ['device', startDevice],
  CreateToken: ['token', createToken],
}

/**
 * Never throws.
 *
 * @param browserUser the user of the browser. Without one, the sign-in is denied.
 */
export function respondToOidc(
  request: HttpRequest,
  browserUser: string | undefined,
  state: OidcState,
): OidcResult {
  const { method, path, query, parameters } = request
  const name = operationAt('sso-oidc', `${method} ${path}`) ?? ''
  const [step, run] = operations[name] ?? [path === '/authorize' ? 'authorize' : 'page', undefined]
  const input = run ? restInput('sso-oidc', name, request) : parameters
  const done = (response: HttpResponse): OidcResult => ({ step, input, response, outcome: 'ok' })
  try {
    if (run) {
      checkInput(name, input)
      return done({ status: 200, headers: json, body: JSON.stringify(run(input, state)) })
    }
    if (path === '/authorize') {
      const Location = authorize(query, browserUser, state).href
      return done({ status: 302, headers: { Location }, body: '' })
    }
    if (path !== '/device') return done({ status: 404, body: '' })
    const { user_code: userCode = '', answer } = parameters
    if (method === 'POST') {
      const user = browserUser ?? 'nobody'
      recordDecision(userCode, answer === 'allow' ? { user } : 'denied', state)
    }
    return done({ status: 200, headers: html, body: devicePage(userCode, state) })
  } catch (error) {
    const refused = error instanceof OidcError ? error : new OidcError('server_error', `${error}`)
    return { step, input, response: oidcErrorResponse(refused), outcome: refused.code }
  }
}

const json = { 'Content-Type': 'application/json' }
const html = { 'Content-Type': 'text/html; charset=utf-8' }

const oidcErrorResponse = ({ code, message, shape, status }: OidcError): HttpResponse => ({
  status,
  headers: { ...json, 'x-amzn-ErrorType': `${shape}:` },
  body: JSON.stringify({ error: code, error_description: message }),
})

/**
 * AWS documents "InvalidRequestException: a required parameter might be missing or out of range".
 * The message is not documented.
 */
function checkInput(operation: string, input: OidcInput): void {
  const [first] = violationsOf('sso-oidc', operation, input)
  if (first) throw new OidcError('invalid_request', `Invalid ${first.path} provided`)
}
