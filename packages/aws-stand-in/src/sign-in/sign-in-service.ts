import { generateKeyPairSync } from 'node:crypto'
import type { HttpRequest } from '../http/request.ts'
import type { HttpResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import { operationAt } from '../service-model/model.ts'
import type { User } from '../state/world.ts'
import { authorize, confirmationPage } from './sign-in-authorize.ts'
import { SignInError } from './sign-in-error.ts'
import { clients, confirmationPath, newToken, type SignInState } from './sign-in-state.ts'
import { createToken, idTokenOf, sessionSeconds } from './sign-in-token.ts'

export type SignInStep = 'token' | 'authorize' | 'page'

export interface SignInResult {
  readonly step: SignInStep
  readonly response: HttpResponse
  /** `ok` or an error code. */
  readonly outcome: string
}

export interface LoginOptions {
  /** The encoding of the private key. The default is SEC 1, which `aws login` uses. */
  readonly keyForm?: 'sec1' | 'pkcs8'
  /** The lifetime of the credentials. The default is 900. */
  readonly seconds?: number
}

/** The content of the file that `aws login` writes. */
export type LoginCache = Readonly<Record<string, unknown>>

/** Signs users in and refreshes their tokens, as AWS Sign-In does for `aws login`. */
export interface SignInService {
  /** Signs a user in, as the browser does. */
  login(user: User, options?: LoginOptions): LoginCache
  /**
   * Never throws.
   *
   * @param browserUser the user of the browser. Without one, the sign-in is denied.
   */
  respond(request: HttpRequest, browserUser: User | undefined): SignInResult
}

export function openSignInService(aws: Aws, url: string): SignInService {
  const state: SignInState = {
    aws,
    url,
    signIns: [],
    codes: new Map(),
    usedProofIds: new Set(),
  }
  return {
    login: (user, options) => login(user, options ?? {}, state),
    respond(request, browserUser) {
      const { method, path, query } = request
      const isToken = operationAt('signin', `${method} ${path}`) !== undefined
      const step = isToken ? 'token' : path === '/v1/authorize' ? 'authorize' : 'page'
      const done = (response: HttpResponse): SignInResult => ({ step, response, outcome: 'ok' })
      try {
        if (step === 'token') {
          const body = JSON.stringify(createToken(request, state))
          return done({ status: 200, headers: json, body })
        }
        if (step === 'authorize') {
          const Location = authorize(query, browserUser, state).href
          return done({ status: 302, headers: { Location }, body: '' })
        }
        if (path === confirmationPath) {
          return done({ status: 200, headers: html, body: confirmationPage(query) })
        }
        throw new SignInError('RESOURCE_NOT_FOUND', 'path')
      } catch (error) {
        if (!(error instanceof SignInError)) throw error
        return { step, response: errorResponse(error), outcome: error.code }
      }
    },
  }
}

function login(
  user: User,
  { keyForm = 'sec1', seconds = sessionSeconds }: LoginOptions,
  { aws, signIns }: SignInState,
): LoginCache {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [clientId, refreshToken] = [clients.sameDevice, newToken()]
  signIns.push({ user, clientId, publicKey, refreshToken })
  const { expiration, ...keys } = aws.issueUserSession(user, seconds)
  const expiresAt = expiration.toISOString().replace('.000Z', 'Z')
  return {
    accessToken: { ...keys, accountId: user.account, expiresAt },
    tokenType: 'aws_sigv4',
    clientId,
    refreshToken,
    idToken: idTokenOf(user),
    dpopKey: privateKey.export({ format: 'pem', type: keyForm }),
  }
}

const json = { 'Content-Type': 'application/json' }
const html = { 'Content-Type': 'text/html; charset=utf-8' }

const errorResponse = ({ code, message, shape, status }: SignInError): HttpResponse => ({
  status,
  headers: { ...json, 'x-amzn-ErrorType': shape },
  body: JSON.stringify({ error: code, message }),
})
