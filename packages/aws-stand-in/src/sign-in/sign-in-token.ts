import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { HttpRequest } from '../http/request.ts'
import type { OperationInput } from '../service-model/model.ts'
import { restInput } from '../service-model/rest-input.ts'
import { validationMessage } from '../service-model/validation-message.ts'
import { violationsOf } from '../service-model/violations.ts'
import { type User, userArn } from '../state/world.ts'
import { keyOfProof, proofProblem } from './dpop.ts'
import { SignInError } from './sign-in-error.ts'
import { newToken, type SignedIn, type SignInState } from './sign-in-state.ts'

export const sessionSeconds = 900

/** https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html */
export function createToken(request: HttpRequest, state: SignInState): object {
  const operation = 'CreateOAuth2Token'
  const input = restInput('signin', operation, request)
  const violations = violationsOf('signin', operation, input)
  if (violations.length > 0) {
    throw new SignInError('INVALID_REQUEST', validationMessage(violations, { repeatsValues: true }))
  }
  const tokenInput = input.tokenInput as OperationInput
  return tokenInput.grantType === 'refresh_token'
    ? refresh(tokenInput, request, state)
    : redeem(tokenInput, request, state)
}

function refresh(input: OperationInput, request: HttpRequest, state: SignInState): object {
  const token = String(input.refreshToken)
  const signedIn = state.signIns.find(
    ({ refreshToken, previous }) => refreshToken === token || previous?.refreshToken === token,
  )
  if (!signedIn) throw new SignInError('TOKEN_EXPIRED', 'The refresh token has expired.')
  if (input.clientId !== signedIn.clientId) throw new SignInError('INVALID_REQUEST', 'clientId')
  verifyProof(signedIn.publicKey, request, state)
  if (signedIn.previous?.refreshToken === token) return signedIn.previous.body
  signedIn.refreshToken = newToken()
  const body = tokensOf(signedIn, state)
  signedIn.previous = { refreshToken: token, body }
  return body
}

/** https://datatracker.ietf.org/doc/html/rfc7636#section-4.6 */
function redeem(input: OperationInput, request: HttpRequest, state: SignInState): object {
  const { clientId, code, redirectUri, codeVerifier } = input
  const found = state.codes.get(String(code))
  state.codes.delete(String(code))
  if (!found) throw new SignInError('AUTHCODE_EXPIRED', 'The authorization code has expired.')
  const challenge = createHash('sha256').update(String(codeVerifier)).digest('base64url')
  const isValid =
    found.clientId === clientId &&
    found.redirectUri === redirectUri &&
    found.challenge === challenge
  if (!isValid) throw new SignInError('INVALID_REQUEST', 'Invalid authorization code provided')
  const key = keyOfProof(request.headers.dpop ?? '')
  if (!key) throw new SignInError('INVALID_REQUEST', 'the DPoP proof: jwk is not a public key')
  const publicKey = createPublicKey({ key, format: 'jwk' })
  verifyProof(publicKey, request, state)
  const signedIn: SignedIn = {
    user: found.user,
    clientId: found.clientId,
    publicKey,
    refreshToken: newToken(),
  }
  state.signIns.push(signedIn)
  return { ...tokensOf(signedIn, state), idToken: idTokenOf(found.user) }
}

function verifyProof(publicKey: KeyObject, request: HttpRequest, state: SignInState): void {
  const { method, path, headers } = request
  const { x, y }: JsonWebKey = publicKey.export({ format: 'jwk' })
  const problem = proofProblem(headers.dpop ?? '', {
    method,
    host: headers.host ?? '',
    path,
    now: state.aws.now(),
    key: { ...(x && { x }), ...(y && { y }) },
    usedProofIds: state.usedProofIds,
  })
  if (problem) throw new SignInError('INVALID_REQUEST', `the DPoP proof: ${problem}`)
}

function tokensOf({ user, refreshToken }: SignedIn, { aws }: SignInState): object {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.issueUserSession(user, sessionSeconds)
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn: sessionSeconds,
    refreshToken,
  }
}

/** A JSON Web Token, whose signature no client can verify. */
export function idTokenOf(user: User): string {
  const arn = userArn(user)
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${part({ typ: 'JWT', alg: 'HS384' })}.${part({ sub: arn, session_arn: arn })}.c3RhbmQtaW4`
}
