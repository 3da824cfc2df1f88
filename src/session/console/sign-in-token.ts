import { parsedJson } from '../../aws-api/parsed-json.ts'
import type { Environment } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { sayIfSlow } from '../../model/say-if-slow.ts'
import { timeLimit } from '../../model/time-limit.ts'
import { agentsOf } from '../../network/agent.ts'
import type { CaBundle } from '../../network/ca-bundle.ts'
import { isLoopback } from '../../network/loopback.ts'
import { transportFailure } from '../../network/transport-failure.ts'

/** Timeout of the request in milliseconds, the same as for an STS call. */
const callTimeoutMs = 15_000

const endpointVariable = 'AWS_ENDPOINT_URL_SIGNIN_FEDERATION'

/**
 * The endpoint for a sign-in to the console. The request contains the whole session, and any `.envrc` can
 * set the variable, so the variable can only name a loopback address. It is for tests.
 */
export function signInEndpoint(signIn: string, env: Environment): string {
  const named = env[endpointVariable]
  if (!named) return signIn
  if (URL.canParse(named) && isLoopback(new URL(named))) return named.replace(/\/$/, '')
  throw new AssumeError(`${endpointVariable} is "${named}", which is not on this machine`, [
    `it is for tests: unset ${endpointVariable}`,
  ])
}

export interface SignInCaller {
  readonly endpoint: string
  readonly caBundle: CaBundle | undefined
  readonly env: Environment
  readonly report: Reporter
}

/**
 * Exchanges a session for a token that signs a browser in. The token is valid for 15 minutes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 *
 * @param seconds duration of the console session, if AWS accepts one for these credentials.
 */
export async function signInToken(
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  seconds: number | undefined,
  { endpoint, caBundle, env, report }: SignInCaller,
): Promise<string> {
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken }
  // The session is sent in the body, because proxies that decrypt TLS log URLs.
  const body = new URLSearchParams({
    Action: 'getSigninToken',
    ...(seconds !== undefined && { SessionDuration: String(seconds) }),
    Session: JSON.stringify(session),
  }).toString()
  report.debug(`getSigninToken at ${endpoint} with ${accessKeyId}`)
  const { status, body: text } = await ask(`${endpoint}/federation`, body, {
    endpoint,
    caBundle,
    env,
    report,
  })
  if (status !== 200) throw refusal(status, endpoint, seconds)
  const { SigninToken: token } = (parsedJson(text) ?? {}) as { SigninToken?: unknown }
  if (typeof token === 'string' && /^[\x21-\x7e]{1,16000}$/.test(token)) return token
  throw new AssumeError(`getSigninToken failed: ${endpoint}: the answer lacks the token`, [
    `is that the sign-in of AWS? see ${endpointVariable}, and the proxy`,
  ])
}

async function ask(url: string, body: string, caller: SignInCaller) {
  const { endpoint, caBundle, env, report } = caller
  const agent = await (await agentsOf(env, caBundle, report))?.(new URL(url))
  const { askEndpoint } = await import('../../sources/metadata/ask-endpoint.ts')
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': String(Buffer.byteLength(body)),
    Accept: 'application/json',
  }
  try {
    return await sayIfSlow(report, `AWS Sign-In at ${new URL(url).host}`, () =>
      askEndpoint(
        { method: 'POST', url, headers, body, ...(agent && { agent }) },
        timeLimit(callTimeoutMs),
      ),
    )
  } catch (error) {
    if (error instanceof AssumeError) throw error
    const service = { name: 'AWS Sign-In', variable: endpointVariable, region: '--region' } as const
    throw transportFailure(error, { what: 'getSigninToken', host: endpoint }, service)
  }
}

function refusal(status: number, endpoint: string, seconds: number | undefined): AssumeError {
  const words = refusals.get(status) ?? `the answer is not from AWS Sign-In (HTTP ${status})`
  return new AssumeError(`getSigninToken failed: ${endpoint}: ${words}`, [
    ...(status === 400 && seconds !== undefined
      ? ['AWS may not accept this duration for this session: leave out --duration']
      : []),
    status < 500
      ? 'has the session ended? assume status --verify says whether AWS knows it'
      : 'the failure is at AWS: try again later',
  ])
}

const refusals: ReadonlyMap<number, string> = new Map([
  [400, 'AWS rejects the sign-in with these keys (HTTP 400)'],
  [401, 'AWS rejects the sign-in with these keys (HTTP 401)'],
  [403, 'AWS rejects the sign-in with these keys (HTTP 403)'],
])
