import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import type { QueryService } from './services.ts'
import { type Tree, xml } from './xml.ts'

/** A complete response. `outcome` is `ok` or the error code. */
export interface QueryResponse {
  readonly status: number
  readonly body: string
  readonly outcome: string
}

export function resultResponse(
  action: string,
  result: Tree,
  { namespace }: QueryService,
): QueryResponse {
  const content = xml({
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  })
  const name = `${action}Response`
  return { status: 200, outcome: 'ok', body: `<${name} xmlns="${namespace}">${content}</${name}>` }
}

export function errorResponse(error: unknown, { namespace }: QueryService): QueryResponse {
  const { code, status, message } = error instanceof AwsError ? error : notImplemented(error)
  const Type = status < 500 ? 'Sender' : 'Receiver'
  const content = xml({ Error: { Type, Code: code, Message: message }, RequestId: randomUUID() })
  const body = `<ErrorResponse xmlns="${namespace}">${content}</ErrorResponse>`
  return { status, outcome: code, body }
}

/** The status is 501: the caller made no error, and a retry cannot succeed. */
function notImplemented(error: unknown): AwsError {
  return new AwsError('NotImplemented', 501, error instanceof Error ? error.message : `${error}`)
}
