import { DefaultRateLimiter } from '@smithy/core/retry'
import { sayIfSlow } from '../../model/say-if-slow.ts'
import type { ServiceCall } from '../service-call.ts'
import { type Failure, passingAnswer, passingDisconnection } from './failure.ts'
import {
  type ExchangeSettings,
  exchange,
  type HttpRequest,
  type HttpResponse,
} from './http-exchange.ts'
import { type Outcome, type RateLimiter, withRetries } from './retries.ts'
import { retryAfterIn } from './retry-after.ts'
import { connectionFor, type RunState, stateOf } from './run-state.ts'
import { signature } from './signature.ts'

// All services share this file, which loads a part of the AWS SDK. Import it on demand.

/** scripts/build/bundle-options.mjs defines this constant. */
declare const __VERSION__: string

/** The schema of an operation, as the AWS SDK exports it: `AssumeRole$`. */
export type OperationSchema = readonly [
  id: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
]

/** A protocol of the AWS SDK: `AwsQueryProtocol`. */
export interface Protocol {
  serializeRequest(operation: object, input: object, context: object): Promise<HttpRequest>
  /** @throws an error response of the service. */
  deserializeResponse(operation: object, context: object, response: HttpResponse): Promise<object>
}

export type Authorize = (request: HttpRequest, time: Date) => Promise<HttpRequest>

export interface Question {
  readonly protocol: Protocol
  readonly operation: OperationSchema
  readonly input: object
  /** The name of the service in signatures. Absent for unsigned calls. */
  readonly signedFor?: string
  /** Adds to a request what is valid for one attempt. */
  readonly authorize?: Authorize
}

export interface Answer<Output> {
  readonly output: Output
  /**
   * The milliseconds by which the service's clock is ahead of this machine's; 0 if the response has
   * no date. The header has whole seconds and arrives late, so the value is a lower bound.
   */
  readonly clockSkew: number
}

/** Calls a service. @throws its error response, or the error of the connection. */
export async function ask<Output>(question: Question, call: ServiceCall): Promise<Answer<Output>> {
  const { endpointConfig, timeouts, env, abortSignal } = call
  const run = stateOf(env)
  const request = await requestOf(question, call)
  const connection = await connectionFor(call, run)
  const { retries } = endpointConfig
  const settings = {
    attempts: timeouts.attempts ?? retries?.attempts ?? 3,
    budget: run.budget,
    limiter: retries?.mode === 'adaptive' ? limiterOf(run) : undefined,
    abortSignal,
  }
  const exchanged = { connection, connectTimeout: timeouts.connect, abortSignal }
  const authorize = question.authorize ?? signatureOf(question, call)
  return sayIfSlow(call.report, call.waitsFor, () =>
    withRetries(settings, () =>
      attempt<Output>({ ...question, authorize }, request, exchanged, run),
    ),
  )
}

const signatureOf = ({ signedFor }: Question, { credentials, address }: ServiceCall) =>
  signedFor !== undefined && credentials
    ? signature(credentials, address.region, signedFor)
    : undefined

function limiterOf(run: RunState): RateLimiter {
  run.limiter ??= new DefaultRateLimiter()
  return run.limiter
}

async function requestOf(
  { protocol, operation, input }: Question,
  { address: { url } }: ServiceCall,
): Promise<HttpRequest> {
  const endpoint = async () => ({ url: new URL(url.pathname, url.origin) })
  const request = await protocol.serializeRequest(schemaOf(operation), input, { endpoint })
  // AWS's protocols append a `/` to the path and lose a part of the query. botocore keeps both.
  if (request.path === `${url.pathname}/`) request.path = url.pathname
  const names = new Set(url.searchParams.keys())
  const query = [...names].map((name) => [name, url.searchParams.getAll(name)])
  request.query = { ...Object.fromEntries(query), ...request.query }
  request.headers.host = url.host
  request.headers['user-agent'] = `assume/${__VERSION__}`
  return request
}

async function attempt<Output>(
  {
    protocol,
    operation,
    authorize,
  }: Pick<Question, 'protocol' | 'operation'> & {
    readonly authorize: Authorize | undefined
  },
  request: HttpRequest,
  settings: ExchangeSettings,
  run: RunState,
): Promise<Outcome<Answer<Output>>> {
  const signedFor = Date.now() + run.clockOffset
  const authorized = authorize ? await authorize(request, new Date(signedFor)) : request
  let response: HttpResponse
  try {
    response = await exchange(authorized, settings)
  } catch (error) {
    return { failure: { error, isAnswer: false, passing: passingDisconnection(error as Error) } }
  }
  const time = timeOf(response)
  try {
    const output = await protocol.deserializeResponse(schemaOf(operation), {}, response)
    return { answer: { output: output as Output, clockSkew: time - Date.now() || 0 } }
  } catch (error) {
    const isSkewed = authorize !== undefined && Math.abs(time - signedFor) >= refusedSkew
    if (isSkewed) run.clockOffset = time - Date.now()
    return { failure: refusal(error as Error, response, isSkewed) }
  }
}

/** Milliseconds. AWS accepts five minutes. */
const refusedSkew = 240_000

/** NaN without a date, and for a response from a cache. */
const timeOf = ({ headers: { date = '', age } }: HttpResponse) =>
  age === undefined ? Date.parse(date) : Number.NaN

/** AWS's parsers do not set the status if they cannot parse the response. */
function refusal(error: Error, response: HttpResponse, isSkewed: boolean): Failure {
  const { statusCode: status, headers } = response
  if (!('$metadata' in error)) Object.assign(error, { $metadata: { httpStatusCode: status } })
  const retryAfter = retryAfterIn(headers)
  // For callers that make the next attempt themselves.
  Object.assign(error, { retryAfter })
  return { error, isAnswer: true, passing: passingAnswer(error, status, isSkewed), retryAfter }
}

const schemaOf = ([, namespace, name, traits, input, output]: OperationSchema) => ({
  ...{ namespace, name, traits },
  ...{ input, output },
})
