import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import type { Aws } from '../query/aws-server.ts'
import type { User } from '../state/world.ts'
import { openSignInService, type SignInService, type SignInStep } from './sign-in-service.ts'

/** AWS Sign-In: the pages and the token endpoint of `aws login`. */
export interface AwsSignIn {
  /** The value of `AWS_ENDPOINT_URL_SIGNIN`. */
  readonly url: string
  /** Every request to the token endpoint, in order of arrival. */
  readonly calls: readonly SignInCall[]
  /** Every request, in order of arrival. */
  readonly requests: readonly SignInRequest[]
  /** The faults of the next requests to the token endpoint, in order. A test can change them at any time. */
  readonly faults: HttpFault[]
  /** The user of the browser, who allows every sign-in. Without one, every sign-in is denied. */
  browserUser: User | undefined
  readonly login: SignInService['login']
}

export interface SignInServer extends AwsSignIn, Closeable {}

/** A request to the token endpoint. It contains no token. */
export interface SignInCall {
  readonly host: string | undefined
  /** `ok` or an error code. A fault does not change it. */
  readonly outcome: string
}

/** A request with its parameters, which contain secrets. */
export interface SignInRequest {
  readonly step: SignInStep
  readonly input: Readonly<Record<string, unknown>>
  readonly outcome: string
}

/** Listens on a free port of 127.0.0.1. `aws` accepts the sessions that the server issues. */
export const startSignInServer = (aws: Aws): Promise<SignInServer> =>
  listen((url) => signInService(aws, url))

export function signInService(aws: Aws, url: string): Service<AwsSignIn> {
  const calls: SignInCall[] = []
  const requests: SignInRequest[] = []
  const faults: HttpFault[] = []
  const service = openSignInService(aws, url)
  const controls: AwsSignIn = {
    url,
    calls,
    requests,
    faults,
    browserUser: undefined,
    login: service.login,
  }
  const serve: Serve = (request, response) => {
    const { step, outcome, response: result } = service.respond(request, controls.browserUser)
    const isToken = step === 'token'
    if (isToken) calls.push({ host: request.headers.host, outcome })
    requests.push({ step, input: isToken ? jsonIn(request.body) : request.query, outcome })
    sendResponse(result, isToken ? faults.shift() : undefined, response)
  }
  return { serve, controls }
}

function jsonIn(body: string): SignInRequest['input'] {
  try {
    return { ...JSON.parse(body) }
  } catch {
    return {}
  }
}
