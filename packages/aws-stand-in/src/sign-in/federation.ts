import { randomBytes } from 'node:crypto'
import type { HttpRequest } from '../http/request.ts'
import type { AwsState } from '../query/operation.ts'
import type { Parameters } from '../query/parameters.ts'
import type { Caller } from '../state/caller.ts'

/** A request to the federation endpoint. It contains no secret. */
export interface SignIn {
  readonly action: string
  readonly method: string
  /** The ARN of the caller. It is defined if the session is valid. */
  readonly caller?: string
  readonly sessionDuration?: string
  readonly issuer?: string
  readonly destination?: string
  /** The HTTP status of the response. */
  readonly status: number
}

export interface FederationResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Federation {
  isFor(request: HttpRequest): boolean
  respond(request: HttpRequest): FederationResponse
  readonly signIns: readonly SignIn[]
}

/** The lifetime of a sign-in token. */
const tokenMilliseconds = 15 * 60_000

/**
 * The federation endpoint of the console, which signs in callers with temporary credentials.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export function openFederation({
  credentialStore,
  now,
}: Pick<AwsState, 'credentialStore' | 'now'>): Federation {
  const signIns: SignIn[] = []
  const tokens = new Map<string, { readonly caller: Caller; readonly until: number }>()

  const issueSigninToken = (parameters: Parameters): readonly [FederationResponse, Caller?] => {
    const caller = callerOfSession(parameters.Session ?? '', credentialStore, now())
    if (!caller || !isAllowedDuration(parameters.SessionDuration, caller)) return [refused]
    const token = randomBytes(300).toString('base64url')
    tokens.set(token, { caller, until: now().getTime() + tokenMilliseconds })
    const headers = { 'Content-Type': 'application/json' }
    return [{ status: 200, headers, body: JSON.stringify({ SigninToken: token }) }, caller]
  }

  const logIn = ({ SigninToken = '', Destination = '' }: Parameters) => {
    const token = tokens.get(SigninToken)
    if (!token || token.until <= now().getTime() || Destination === '') return [refused] as const
    return [{ status: 302, headers: { Location: Destination }, body: '' }, token.caller] as const
  }

  const respond = ({ path, method, parameters }: HttpRequest) => {
    if (path === '/oauth' && parameters.Action === 'logout') {
      return [{ status: 302, headers: { Location: 'https://aws.amazon.com/' }, body: '' }] as const
    }
    if (parameters.Action === 'getSigninToken') return issueSigninToken(parameters)
    return parameters.Action === 'login' && method === 'GET'
      ? logIn(parameters)
      : ([refused] as const)
  }

  return {
    signIns,
    isFor: ({ path }) => path === '/federation' || path === '/oauth',
    respond(request) {
      const [given, caller] = respond(request)
      const { Action = '', SessionDuration, Issuer, Destination } = request.parameters
      signIns.push({
        action: Action,
        method: request.method,
        ...(caller && { caller: caller.arn }),
        ...(SessionDuration !== undefined && { sessionDuration: SessionDuration }),
        ...(Issuer !== undefined && { issuer: Issuer }),
        ...(Destination !== undefined && { destination: Destination }),
        status: given.status,
      })
      return given
    },
  }
}

const refused: FederationResponse = {
  status: 400,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><body>Invalid Credentials Parameter</body></html>',
}

function callerOfSession(
  session: string,
  credentialStore: AwsState['credentialStore'],
  now: Date,
): Caller | undefined {
  const { sessionId, sessionKey, sessionToken } = parseSession(session)
  const key = typeof sessionId === 'string' ? credentialStore.get(sessionId) : undefined
  if (!key?.credentials.expiration || key.credentials.expiration <= now) return undefined
  const { secretAccessKey, sessionToken: token } = key.credentials
  if (sessionKey !== secretAccessKey || sessionToken !== token) return undefined
  // A session of GetSessionToken cannot sign in to the console.
  return key.caller.kind === 'role' || key.caller.kind === 'federated-user' ? key.caller : undefined
}

/** SessionDuration is allowed only for a role that was assumed with long-term credentials. */
function isAllowedDuration(duration: string | undefined, { kind, session }: Caller): boolean {
  if (duration === undefined) return true
  const seconds = /^\d{1,6}$/.test(duration) ? Number(duration) : 0
  return kind === 'role' && !session?.isChained && seconds >= 900 && seconds <= 43_200
}

function parseSession(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
