import { randomUUID } from 'node:crypto'
import { authenticate } from '../http/authenticate.ts'
import type { Fault } from '../http/faults.ts'
import type { HttpRequest } from '../http/request.ts'
import { AwsError } from '../query/aws-error.ts'
import type { OpenCall } from '../query/call.ts'
import type { AwsState } from '../query/operation.ts'
import type { OperationInput } from '../service-model/model.ts'
import { listOf, operations } from './operations.ts'
import { OrganizationsError } from './organizations-error.ts'

const targetPrefix = 'AWSOrganizationsV20161128.'

/** The operation of a request to Organizations. Undefined for a request to another service. */
export function operationIn({ headers }: HttpRequest): string | undefined {
  const { 'x-amz-target': target = '' } = headers
  return target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined
}

export interface JsonResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `ok`, an error code or `raw`. */
  readonly outcome: string
}

/** Returns the response to a request, with the fault applied. Never throws. */
export async function respond(
  operation: string,
  request: HttpRequest,
  fault: Fault,
  call: OpenCall,
  state: AwsState,
): Promise<JsonResponse> {
  if (fault.kind === 'raw') {
    const { status, headers = {}, body } = fault
    return { status, headers, body, outcome: 'raw' }
  }
  try {
    if (fault.kind === 'refuse') throw new AwsError(fault.code, fault.status, fault.message)
    const result = await resultOf(operation, request, call, state)
    const altered = fault.kind === 'alter' ? { ...result, ...fault.elements } : result
    return { ...responseWith(200, altered), outcome: 'ok' }
  } catch (error) {
    return errorResponse(error)
  }
}

async function resultOf(
  operation: string,
  request: HttpRequest,
  call: OpenCall,
  state: AwsState,
): Promise<object> {
  const members = operations.get(operation)
  if (!members) {
    throw new OrganizationsError('UnknownOperationException', `There is no ${operation}`)
  }
  const caller = await authenticate(request, 'organizations', state.credentialStore, state.now())
  call.caller = caller.arn
  const input = inputOf(request.body)
  call.params = paramsOf(input)
  return listOf(operation, members, input, caller, state)
}

function inputOf(body: string): OperationInput {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body)
    if (input instanceof Object && !Array.isArray(input)) return { ...input }
  } catch {
    // The error below is that of AWS.
  }
  throw new OrganizationsError('SerializationException', 'Start of structure or map not found')
}

const paramsOf = (input: OperationInput) =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]))

const responseWith = (status: number, content: object) => ({
  status,
  headers: { 'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': randomUUID() },
  body: JSON.stringify(content),
})

/** The names that services with this protocol have for the errors of signatures. */
const codes: Readonly<Record<string, string>> = {
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
}

/** The status of an error of the stand-in itself is 501, so that no retry hides it. */
function errorResponse(error: unknown): JsonResponse {
  if (!(error instanceof AwsError)) {
    const message = error instanceof Error ? error.message : String(error)
    const content = { __type: 'NotImplemented', Message: message }
    return { ...responseWith(501, content), outcome: 'NotImplemented' }
  }
  const code = codes[error.code] ?? error.code
  const status = code === error.code ? error.status : 400
  const fields = error instanceof OrganizationsError ? error.fields : {}
  const content = { __type: code, Message: error.message, ...fields }
  return { ...responseWith(status, content), outcome: code }
}
