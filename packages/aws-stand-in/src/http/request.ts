import type { IncomingMessage } from 'node:http'
import type { Parameters } from '../query/parameters.ts'

/** A complete HTTP request. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The parameters of the body and of the query string. STS accepts both. */
  readonly parameters: Parameters
}

export async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const url = new URL(request.url ?? '/', 'http://demo')
  const query = Object.fromEntries(url.searchParams)
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(',')]),
    ),
    body,
    parameters: { ...query, ...Object.fromEntries(new URLSearchParams(body)) },
  }
}
