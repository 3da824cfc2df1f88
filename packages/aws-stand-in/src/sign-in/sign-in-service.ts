import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { HttpRequest } from '../http/request.ts'
import type { Aws } from '../query/aws-server.ts'
import { operationAt } from '../service-model/model.ts'
import { restInput } from '../service-model/rest-input.ts'
import { validationMessage } from '../service-model/validation-message.ts'
import { violationsOf } from '../service-model/violations.ts'
import { type User, userArn } from '../state/world.ts'
import { proofProblem } from './dpop.ts'

export interface SignInResponse {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
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

/** Signs users in and refreshes their tokens, as the token endpoint of AWS Sign-In does. */
export interface SignInService {
  /** Signs a user in, as the browser does. */
  login(user: User, options?: LoginOptions): LoginCache
  respond(request: HttpRequest): SignInResponse
}

const clientId = 'arn:aws:signin:::devtools/same-device'
const sessionSeconds = 900

interface SignedIn {
  readonly user: User
  readonly publicKey: KeyObject
  refreshToken: string
  /**
   * The previous refresh token and its response. A client can repeat a request whose response was
   * lost.
   */
  previous?: { readonly refreshToken: string; readonly body: string }
}

/** https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html */
export function openSignInService(aws: Aws): SignInService {
  const signIns: SignedIn[] = []
  const usedProofIds = new Set<string>()

  const renew = (signedIn: SignedIn, token: string): SignInResponse => {
    if (signedIn.previous?.refreshToken === token) return okResponse(signedIn.previous.body)
    signedIn.refreshToken = newToken()
    const { accessKeyId, secretAccessKey, sessionToken } = aws.issueUserSession(
      signedIn.user,
      sessionSeconds,
    )
    const body = JSON.stringify({
      accessToken: { accessKeyId, secretAccessKey, sessionToken },
      tokenType: 'aws_sigv4',
      expiresIn: sessionSeconds,
      refreshToken: signedIn.refreshToken,
    })
    signedIn.previous = { refreshToken: token, body }
    return okResponse(body)
  }

  return {
    login(user, { keyForm = 'sec1', seconds = sessionSeconds } = {}) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const refreshToken = newToken()
      signIns.push({ user, publicKey, refreshToken })
      const { expiration, ...keys } = aws.issueUserSession(user, seconds)
      const expiresAt = expiration.toISOString().replace('.000Z', 'Z')
      return {
        accessToken: { ...keys, accountId: user.account, expiresAt },
        tokenType: 'aws_sigv4',
        clientId,
        refreshToken,
        idToken: `demo.${Buffer.from(userArn(user)).toString('base64url')}.demo`,
        dpopKey: privateKey.export({ format: 'pem', type: keyForm }),
      }
    },
    respond(request) {
      const { method, path, headers } = request
      const name = operationAt('signin', `${method} ${path}`)
      if (name === undefined) return refused(404, 'INVALID_REQUEST', 'path')
      const input = restInput('signin', name, request)
      const violations = violationsOf('signin', name, input)
      if (violations.length > 0) {
        // The error code is AWS's. The message of the service is not documented.
        return refused(
          400,
          'INVALID_REQUEST',
          validationMessage(violations, { repeatsValues: true }),
        )
      }
      const tokenInput = input.tokenInput as Readonly<Record<string, unknown>>
      const token = String(tokenInput.refreshToken)
      const signedIn = signIns.find(
        ({ refreshToken, previous }) => refreshToken === token || previous?.refreshToken === token,
      )
      if (tokenInput.clientId !== clientId || tokenInput.grantType !== 'refresh_token') {
        return refused(400, 'INVALID_REQUEST', 'clientId or grantType')
      }
      if (!signedIn) return refused(403, 'TOKEN_EXPIRED', 'The refresh token has expired.')
      const host = headers.host ?? ''
      const { x, y } = signedIn.publicKey.export({ format: 'jwk' })
      const key = { ...(x && { x }), ...(y && { y }) }
      const proven = { method, host, path, now: aws.now(), key, usedProofIds }
      const problem = proofProblem(headers.dpop ?? '', proven)
      if (problem) return refused(400, 'INVALID_REQUEST', `the DPoP proof: ${problem}`)
      return renew(signedIn, token)
    },
  }
}

const newToken = () => randomBytes(120).toString('base64url')

const okResponse = (body: string): SignInResponse => ({
  status: 200,
  body,
  headers: { 'Content-Type': 'application/json' },
  outcome: 'ok',
})

function refused(status: number, error: string, message: string): SignInResponse {
  const type = status === 403 ? 'AccessDeniedException' : 'ValidationException'
  return {
    status,
    body: JSON.stringify({ error, message }),
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': type },
    outcome: error,
  }
}
