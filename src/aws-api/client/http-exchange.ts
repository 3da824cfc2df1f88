import type { Agent, IncomingHttpHeaders, IncomingMessage, request } from 'node:http'

/** A request as AWS's protocols serialize it. */
export interface HttpRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  path: string
  query?: Readonly<Record<string, string | string[] | null>>
  headers: Record<string, string>
  readonly body?: string | Uint8Array
}

/** A response as AWS's protocols parse it. */
export interface HttpResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** The way to a host. Its sockets and TLS sessions serve the next calls. */
export interface Connection {
  readonly agent: Agent
  /** The function of `node:http` or `node:https`. A call by http does not load the other. */
  readonly start: typeof request
}

export interface ExchangeSettings {
  readonly connection: Connection
  /** Milliseconds until a connection has to be established. */
  readonly connectTimeout: number
  readonly abortSignal: AbortSignal
}

/** Bytes. AWS's responses have a few kilobytes, and an endless one would keep a parser busy for minutes. */
const longestBody = 1_000_000

/** Sends a request and reads the whole response. @throws the error of the connection. */
export function exchange(
  request: HttpRequest,
  { connection: { agent, start }, connectTimeout, abortSignal }: ExchangeSettings,
): Promise<HttpResponse> {
  const { method, protocol, hostname, port, headers, body } = request
  return new Promise((resolve, reject) => {
    if (abortSignal.aborted) return reject(abortError(abortSignal))
    const host = hostname.replace(/^\[|\]$/g, '')
    // The agent of a proxy finds its free connections only with the protocol.
    const options = { agent, method, protocol, host, port, headers, path: pathAndQuery(request) }
    const sent = start(options)
    let timer: NodeJS.Timeout | undefined
    const finish = (end: () => void) => {
      clearTimeout(timer)
      abortSignal.removeEventListener('abort', abort)
      end()
    }
    const fail = (error: Error) => {
      finish(() => reject(error))
      sent.destroy()
    }
    const abort = () => fail(abortError(abortSignal))
    abortSignal.addEventListener('abort', abort)
    // A request that waits for one of the agent's sockets has none yet.
    sent.on('socket', (socket) => {
      if (!socket.connecting) return
      timer = setTimeout(() => fail(named('TimeoutError')), connectTimeout)
      socket.once('connect', () => clearTimeout(timer))
    })
    sent.on('error', fail)
    sent.on('response', (response) => {
      read(response).then((bytes) => finish(() => resolve(responseOf(response, bytes))), fail)
    })
    sent.end(body)
  })
}

function read(response: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    response.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > longestBody) return reject(Object.assign(new Error(), { code: 'too long' }))
      chunks.push(chunk)
    })
    response.on('error', reject)
    response.on('end', () => resolve(Buffer.concat(chunks)))
  })
}

const responseOf = (
  { statusCode = 0, headers }: IncomingMessage,
  body: Uint8Array,
): HttpResponse => ({ statusCode, headers: joined(headers), body })

/** AWS's parsers expect one text for each header. */
function joined(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '')]))
}

/** The query is encoded as for the signature, in the same order. */
function pathAndQuery({ path, query = {} }: HttpRequest): string {
  const pairs = Object.keys(query)
    .sort()
    .flatMap((name) =>
      [query[name] ?? ''].flat().map((value) => `${escaped(name)}=${escaped(value)}`),
    )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-2.3 */
const escaped = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const named = (name: string) => Object.assign(new Error(), { name })

/** The reason is Node's TimeoutError, or the interruption of the run. */
export const abortError = ({ reason }: AbortSignal) =>
  Object.assign(new Error('the call was aborted', { cause: reason }), { name: 'AbortError' })
