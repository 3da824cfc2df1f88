import type { HttpRequest } from '../http/request.ts'
import type { HttpAnswer } from '../http/send-answer.ts'
import { operationAt } from '../service-model/model.ts'
import { restInput } from '../service-model/rest-input.ts'
import { violationsOf } from '../service-model/violations.ts'
import { authorize } from './oidc-authorize.ts'
import { answerDevice, startDevice } from './oidc-device.ts'
import { OidcError } from './oidc-error.ts'
import { devicePage } from './oidc-page.ts'
import { registerClient } from './oidc-register.ts'
import type { Asked, OidcState } from './oidc-state.ts'
import { createToken } from './oidc-token.ts'

export type OidcStep = 'register' | 'device' | 'token' | 'authorize' | 'page'

/** A request as it was understood, and what comes of it. */
export interface Responded {
  readonly step: OidcStep
  readonly asked: Asked
  readonly answer: HttpAnswer
  /** `ok`, or OAuth's error. */
  readonly outcome: string
}

/** By AWS's name for it. */
const operations: Readonly<
  Record<string, readonly [OidcStep, (asked: Asked, state: OidcState) => object]>
> = {
  RegisterClient: ['register', registerClient],
  StartDeviceAuthorization: ['device', startDevice],
  CreateToken: ['token', createToken],
}

/** Never throws. `browserUser` is who sits at the browser that asks. */
export function respond(
  request: HttpRequest,
  browserUser: string | undefined,
  state: OidcState,
): Responded {
  const { method, path, query, parameters } = request
  const name = operationAt('sso-oidc', `${method} ${path}`) ?? ''
  const [step, run] = operations[name] ?? [path === '/authorize' ? 'authorize' : 'page', undefined]
  const asked = run ? restInput('sso-oidc', name, request) : parameters
  const done = (answer: HttpAnswer) => ({ step, asked, answer, outcome: 'ok' })
  try {
    if (run) {
      checkInput(name, asked)
      return done({ status: 200, headers: json, body: JSON.stringify(run(asked, state)) })
    }
    if (path === '/authorize') {
      const Location = authorize(query, browserUser, state).href
      return done({ status: 302, headers: { Location }, body: '' })
    }
    if (path !== '/device') return done({ status: 404, body: '' })
    const { user_code: userCode = '', answer } = parameters
    if (method === 'POST') {
      const user = browserUser ?? 'nobody'
      answerDevice(userCode, answer === 'allow' ? { user } : 'denied', state)
    }
    return done({ status: 200, headers: html, body: devicePage(userCode, state) })
  } catch (error) {
    const refused = error instanceof OidcError ? error : new OidcError('server_error', `${error}`)
    return { step, asked, answer: errorAnswer(refused), outcome: refused.code }
  }
}

const json = { 'Content-Type': 'application/json' }
const html = { 'Content-Type': 'text/html; charset=utf-8' }

const errorAnswer = ({ code, message, shape, status }: OidcError): HttpAnswer => ({
  status,
  headers: { ...json, 'x-amzn-ErrorType': `${shape}:` },
  body: JSON.stringify({ error: code, error_description: message }),
})

/**
 * "InvalidRequestException: a required parameter might be missing or out of range", says AWS's
 * documentation; in which words is not known.
 */
function checkInput(operation: string, asked: Asked): void {
  const [first] = violationsOf('sso-oidc', operation, asked)
  if (first) throw new OidcError('invalid_request', `Invalid ${first.path} provided`)
}
