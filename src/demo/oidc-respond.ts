import { authorize } from './oidc-authorize.ts'
import type { Asked, OidcDesk } from './oidc-desk.ts'
import { answerDevice, startDevice } from './oidc-device.ts'
import { OidcError } from './oidc-error.ts'
import { devicePage } from './oidc-page.ts'
import { registerClient } from './oidc-register.ts'
import { createToken } from './oidc-token.ts'
import type { Received } from './received.ts'
import type { HttpAnswer } from './send-answer.ts'

export type OidcStep = 'register' | 'device' | 'token' | 'authorize' | 'page'

/** A request as it was understood, and what comes of it. */
export interface Responded {
  readonly step: OidcStep
  readonly asked: Asked
  readonly answer: HttpAnswer
  /** `ok`, or OAuth's error. */
  readonly outcome: string
}

const operations: Readonly<
  Record<string, readonly [OidcStep, (asked: Asked, desk: OidcDesk) => object]>
> = {
  'POST /client/register': ['register', registerClient],
  'POST /device_authorization': ['device', startDevice],
  'POST /token': ['token', createToken],
}

/** Never throws. `browserUser` is who sits at the browser that asks. */
export function respond(
  received: Received,
  browserUser: string | undefined,
  desk: OidcDesk,
): Responded {
  const { method, path, query, parameters, body } = received
  const operation = operations[`${method} ${path}`]
  const [step, run] = operation ?? [path === '/authorize' ? 'authorize' : 'page', undefined]
  const asked = run ? asObject(body) : parameters
  const done = (answer: HttpAnswer) => ({ step, asked, answer, outcome: 'ok' })
  try {
    if (run) return done({ status: 200, headers: json, body: JSON.stringify(run(asked, desk)) })
    if (path === '/authorize') {
      const Location = authorize(query, browserUser, desk).href
      return done({ status: 302, headers: { Location }, body: '' })
    }
    if (path !== '/device') return done({ status: 404, body: '' })
    const { user_code: userCode = '', answer } = parameters
    if (method === 'POST') {
      const user = browserUser ?? 'nobody'
      answerDevice(userCode, answer === 'allow' ? { user } : 'denied', desk)
    }
    return done({ status: 200, headers: html, body: devicePage(userCode, desk) })
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

function asObject(body: string): Asked {
  try {
    const value: unknown = JSON.parse(body)
    return value instanceof Object ? { ...value } : {}
  } catch {
    return {}
  }
}
