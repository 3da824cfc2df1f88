import { AssumeError } from '../model/errors.ts'
import { timeLimit } from '../model/time-limit.ts'
import { endpointHint, stsService } from '../network/called-service.ts'
import { transportFailure, variantOf } from '../network/transport-failure.ts'
import { verified } from '../network/verified.ts'
import type { CheckContext } from './check-context.ts'
import { connectToSts, type StsConnection } from './sts-connection.ts'

/** The response of STS to an unsigned request: an error, and the time. */
export interface ProbeResponse {
  readonly way: StsConnection
  /** The clock of AWS, and the local time in the middle of the request. */
  readonly date?: Date
  readonly here: Date
}

/** Calls STS once for all checks. Returns undefined if STS cannot be called. */
export function probeSts(
  checkContext: CheckContext,
): Promise<ProbeResponse | AssumeError | undefined> {
  const answer = known.get(checkContext) ?? probeNow(checkContext)
  known.set(checkContext, answer)
  return answer
}

const known = new WeakMap<CheckContext, Promise<ProbeResponse | AssumeError | undefined>>()

const timeoutMs = 10_000

async function probeNow(
  checkContext: CheckContext,
): Promise<ProbeResponse | AssumeError | undefined> {
  const way = await connectToSts(checkContext)
  if (way instanceof AssumeError) return undefined
  const { now } = checkContext.context
  const before = now().getTime()
  try {
    const { status, date, body } = await get(way)
    const here = new Date((before + now().getTime()) / 2)
    if (!/<ErrorResponse|<RequestId>/i.test(body)) {
      return new AssumeError(`${way.url.host}: the answer is not from STS (HTTP ${status})`, [
        endpointHint(stsService),
        'a network with a sign-in page of its own, as in a hotel, answers instead of AWS',
      ])
    }
    return { way, here, ...(date && { date }) }
  } catch (error) {
    return transportFailure(
      error,
      { what: 'a call', host: way.url.host, ...variantOf(way.endpointConfig) },
      stsService,
    )
  }
}

/** Bytes. The response of STS has less than one kilobyte. */
const maxBytes = 100_000

async function get({ url, agentFor }: StsConnection) {
  const { request } =
    url.protocol === 'http:' ? await import('node:http') : await import('node:https')
  const agent = await agentFor?.(url)
  const question = new URL(url)
  question.search = '?Action=GetCallerIdentity&Version=2011-06-15'
  const signal = timeLimit(timeoutMs)
  const options = { signal, agent: agent ?? false, headers: { accept: 'text/xml' }, ...verified }
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(question, options).on('response', resolve).on('error', reject).end()
  })
  let body = ''
  for await (const chunk of response) {
    body += chunk
    if (body.length > maxBytes) break
  }
  const date = new Date(response.headers.date ?? '')
  const isDate = !Number.isNaN(date.getTime())
  return { status: response.statusCode, body, ...(isDate && { date }) }
}
