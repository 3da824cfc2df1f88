import type { ServerResponse } from 'node:http'

/** How a step of handing out keys goes wrong. */
export type HttpFault =
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'drop' }
  /** Begins an answer, and sends a little more of it now and then. */
  | { readonly kind: 'drip' }
  /** Answers with this, whatever it is. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Answers properly but for these fields; undefined leaves one out. */
  | { readonly kind: 'alter'; readonly fields: Readonly<Record<string, unknown>> }

/** What is asked for; each can go wrong by itself. */
export type MetadataStep = 'token' | 'role' | 'keys'

export interface HttpResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer, or what a fault makes of it. */
export function sendResponse(
  { status, headers = {}, body }: HttpResponse,
  fault: HttpFault | undefined,
  response: ServerResponse,
): void {
  switch (fault?.kind) {
    case 'hang':
      return
    case 'drop':
      return void response.socket?.destroy()
    case 'drip':
      drip(response)
      return
    case 'raw':
      return void response.writeHead(fault.status, fault.headers ?? {}).end(fault.body)
    case 'alter':
      return void response.end(JSON.stringify({ ...JSON.parse(body), ...fault.fields }))
    default:
      return void response.writeHead(status, headers).end(body)
  }
}

function drip(response: ServerResponse): void {
  response.write('{')
  const timer = setInterval(() => response.write(' '), 200)
  response.on('close', () => clearInterval(timer))
}
