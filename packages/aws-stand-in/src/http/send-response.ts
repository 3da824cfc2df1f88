import type { ServerResponse } from 'node:http'

/** A fault that the stand-in injects into a request for credentials. */
export type HttpFault =
  /** Accepts the request and sends no response. */
  | { readonly kind: 'hang' }
  /** Closes the connection without a response. */
  | { readonly kind: 'drop' }
  /** Sends the beginning of a response, and then one byte at a time. */
  | { readonly kind: 'drip' }
  /** Sends this response. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /**
   * Sends the correct response with these JSON fields replaced. An undefined value removes the
   * field.
   */
  | { readonly kind: 'alter'; readonly fields: Readonly<Record<string, unknown>> }

/** The requests of the metadata endpoints. Each has a fault of its own. */
export type MetadataStep = 'token' | 'role' | 'keys'

export interface HttpResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends the response with the fault applied. */
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
