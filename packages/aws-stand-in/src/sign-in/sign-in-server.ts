import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import { openSignInService, type SignInService } from './sign-in-service.ts'

/** The token endpoint of AWS Sign-In, which renews what `aws login` has got. */
export interface AwsSignIn {
  /** For `AWS_ENDPOINT_URL_SIGNIN`. */
  readonly url: string
  /** Every request, in the order of their arrival. */
  readonly calls: readonly SignInCall[]
  /** One for each request to come, in order. Can be changed at any time. */
  readonly faults: HttpFault[]
  readonly login: SignInService['login']
}

export interface SignInServer extends AwsSignIn, Closeable {}

/** Holds no token. */
export interface SignInCall {
  readonly host: string | undefined
  /** `ok`, or the code of an error, whatever the fault then made of it. */
  readonly outcome: string
}

/** Listens on a free port of 127.0.0.1 and gives out sessions that `aws` knows. */
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
