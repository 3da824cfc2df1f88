import type { KeyObject } from 'node:crypto'
import { serviceCall } from '../aws-api/service-call.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { awsSignIn, endpointHint } from '../network/called-service.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import type { Grant } from './aws-sign-in.ts'
import { type Causes, type FailedCall, signInFailure } from './aws-sign-in-failure.ts'
import { dpopProof } from './dpop-proof.ts'
import type { SignInTokenResponse } from './parse-token-response.ts'

export interface TokenQuestion<T> {
  readonly grant: Grant
  /** The private key that the refresh token is bound to. */
  readonly key: KeyObject
  /** The parsed response, or a description of the problem, which contains nothing of it. */
  readonly parse: (response: SignInTokenResponse) => T | string
  /** The causes of a refusal. */
  readonly causes: Causes
  /** For messages. */
  readonly about: Pick<FailedCall, 'profile' | 'whose' | 'loginCommand'>
}

export interface SignInCaller {
  readonly endpointConfig: EndpointConfig
  readonly env: Environment
  readonly report: Reporter
  now(): Date
}

/** @throws AssumeError without any token. */
export async function askForTokens<T extends object>(
  { grant, key, parse, causes, about }: TokenQuestion<T>,
  { endpointConfig, env, report, now }: SignInCaller,
): Promise<T> {
  const [what, host] = ['CreateOAuth2Token', hostOf(endpointConfig)]
  const { region } = endpointConfig
  const secrets =
    grant.grantType === 'refresh_token' ? [grant.refreshToken] : [grant.code, grant.codeVerifier]
  const call = await serviceCall({ service: 'signin', endpointConfig, env, report })
  const { createToken } = await import('./aws-sign-in.ts')
  const proof = (method: string, url: string) => dpopProof(key, method, url, now())
  try {
    const parsed = parse((await createToken({ grant, proof }, call)) ?? {})
    if (typeof parsed !== 'string') return parsed
    throw new AssumeError(`${what} failed: ${host}: ${parsed}`, [endpointHint(awsSignIn)])
  } catch (error) {
    throw signInFailure(error, { ...about, what, host, region, secrets }, causes)
  }
}

/** A URL, or `AWS Sign-In in eu-west-1`. */
export const hostOf = ({ endpoint, region }: EndpointConfig) =>
  endpoint ?? `${awsSignIn.name} in ${region}`
