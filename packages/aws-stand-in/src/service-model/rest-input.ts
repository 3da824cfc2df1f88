import type { HttpRequest } from '../http/request.ts'
import { inputShapeOf, type OperationInput, type ServiceName, shapeNamed } from './model.ts'

/**
 * Converts the query string, headers and body of a REST-JSON request to the input of an operation.
 */
export function restInput(
  service: ServiceName,
  operation: string,
  request: HttpRequest,
): OperationInput {
  const { shape, shapes } = inputShapeOf(service, operation)
  const { query, headers } = request
  const body = jsonIn(request.body)
  const entries = Object.entries(shape.members ?? {}).map(([name, member]) => {
    const { location, locationName = name } = member
    if (location === 'header') return [name, headers[locationName.toLowerCase()]]
    if (location !== 'querystring') return [name, shape.payload === name ? body : body[name]]
    const text = query[locationName]
    const isNumber =
      shapeNamed(member.shape, shapes).type === 'integer' && /^-?\d+$/.test(text ?? '')
    return [name, isNumber ? Number(text) : text]
  })
  return Object.fromEntries(entries)
}

/** Returns no members if the body is not a JSON object. */
function jsonIn(body: string): OperationInput {
  try {
    const value: unknown = JSON.parse(body)
    return value instanceof Object ? { ...value } : {}
  } catch {
    return {}
  }
}
