import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import { openSignInService, type SignInService } from './sign-in-service.ts'

/** The token endpoint of AWS Sign-In, which refreshes the credentials of `aws login`. */
export interface AwsSignIn {
  /** The value of `AWS_ENDPOINT_URL_SIGNIN`. */
  readonly url: string
  /** Every request in order of arrival. */
  readonly calls: readonly SignInCall[]
  /** The faults of the next requests, in order. A test can change them at any time. */
  readonly faults: HttpFault[]
  readonly login: SignInService['login']
}

export interface SignInServer extends AwsSignIn, Closeable {}

/** A request to the token endpoint. It contains no token. */
export interface SignInCall {
  readonly host: string | undefined
  /** `ok` or an error code. A fault does not change it. */
  readonly outcome: string
}

/** Listens on a free port of 127.0.0.1. `aws` accepts the sessions that the server issues. */
export const startSignInServer = (aws: Aws): Promise<SignInServer> =>
  listen((url) => signInService(aws, url))

export function signInService(aws: Aws, url: string): Service<AwsSignIn> {
  const calls: SignInCall[] = []
  const faults: HttpFault[] = []
  const service = openSignInService(aws)
  const serve: Serve = (request, response) => {
    const result = service.respond(request)
    calls.push({ host: request.headers.host, outcome: result.outcome })
    sendResponse(result, faults.shift(), response)
  }
  return { serve, controls: { url, calls, faults, login: service.login } }
}
