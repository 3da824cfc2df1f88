import { authenticate } from '../http/authenticate.ts'
import type { Fault } from '../http/faults.ts'
import type { HttpRequest } from '../http/request.ts'
import { checkQuery } from '../service-model/query-input.ts'
import { unsignedOperations } from '../sts/operations.ts'
import { AwsError } from './aws-error.ts'
import type { OpenCall } from './call.ts'
import type { AwsState } from './operation.ts'
import { errorResponse, type QueryResponse, resultResponse } from './response.ts'
import { type QueryService, services, sts as stsService } from './services.ts'
import type { Tree } from './xml.ts'

/** Returns the response to a request, with the fault applied. Never throws. */
export async function respond(
  request: HttpRequest,
  fault: Fault,
  call: OpenCall,
  state: AwsState,
): Promise<QueryResponse> {
  if (fault.kind === 'raw') return { ...fault, outcome: 'raw' }
  const { Action = '', Version = '' } = request.parameters
  const service = services.get(Version) ?? stsService
  try {
    if (fault.kind === 'refuse') throw new AwsError(fault.code, fault.status, fault.message)
    if (!services.has(Version)) throw invalidAction(Action, Version)
    const result = await resultOf(Action, service, request, call, state)
    const altered = fault.kind === 'alter' ? alterElements(result, fault.elements) : result
    return resultResponse(Action, altered, service)
  } catch (error) {
    return errorResponse(error, service)
  }
}

async function resultOf(
  action: string,
  service: QueryService,
  request: HttpRequest,
  call: OpenCall,
  state: AwsState,
): Promise<Tree> {
  const { parameters } = request
  const unsigned = service === stsService ? unsignedOperations.get(action) : undefined
  if (unsigned) {
    checkQuery(service.name, action, parameters)
    return unsigned(parameters, state)
  }
  const operation = service.operations.get(action)
  if (!operation) throw invalidAction(action, parameters.Version ?? '')
  const caller = await authenticate(request, service.name, state.credentialStore, state.now())
  call.caller = caller.arn
  // An object store's STS accepts values that the service model of AWS forbids.
  if (state.isAws || service !== stsService) checkQuery(service.name, action, parameters)
  return operation(parameters, caller, state)
}

function invalidAction(action: string, version: string): AwsError {
  const message = `Could not find operation ${action} for version ${version}`
  return new AwsError('InvalidAction', 400, message)
}

function alterElements(tree: Tree, elements: Tree): Tree {
  const inside = <Content>(content: Content) =>
    content instanceof Object ? alterElements(content as Tree, elements) : content
  return Object.fromEntries(
    Object.entries(tree).map(([name, content]) => {
      if (Object.hasOwn(elements, name)) return [name, elements[name]]
      return [name, Array.isArray(content) ? content.map(inside) : inside(content)]
    }),
  )
}
