import type { ServerResponse } from 'node:http'
import type { MetadataFault } from './metadata-faults.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer, or what a fault makes of it. */
export function sendAnswer(
  { status, headers = {}, body }: HttpAnswer,
  fault: MetadataFault | undefined,
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
