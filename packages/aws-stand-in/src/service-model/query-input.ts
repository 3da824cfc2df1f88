import { AwsError, validationError } from '../query/aws-error.ts'
import { members, type Parameters } from '../query/parameters.ts'
import {
  inputShapeOf,
  type OperationInput,
  type ServiceName,
  type Shape,
  type Shapes,
  shapeNamed,
} from './model.ts'
import { validationMessage } from './validation-message.ts'
import { violationsOf } from './violations.ts'

/** @throws AwsError with AWS's message if the parameters violate the service model. */
export function checkQuery(service: 'sts' | 'iam', action: string, parameters: Parameters): void {
  const violations = violationsOf(service, action, queryInput(service, action, parameters))
  const malformed = violations.find(({ kind }) => kind === 'type')
  // AWS cannot parse such a request. Its message contains little more than the error code.
  if (malformed) throw new AwsError('MalformedInput', 400, `${malformed.path} cannot be read`)
  if (violations.length === 0) return
  throw validationError(validationMessage(violations, { repeatsValues: service === 'sts' }))
}

/**
 * Converts the parameters of the query protocol to the input of an operation. Unknown parameters
 * are ignored, as AWS ignores them.
 */
function queryInput(
  service: ServiceName,
  operation: string,
  parameters: Parameters,
): OperationInput {
  const { shape, shapes } = inputShapeOf(service, operation)
  return structure(shape, parameters, shapes)
}

function structure(shape: Shape, parameters: Parameters, shapes: Shapes): OperationInput {
  const entries = Object.entries(shape.members ?? {}).map(([name, { shape: shapeName }]) => {
    const member = shapeNamed(shapeName, shapes)
    const value = member.type === 'list' ? list(name, member, parameters, shapes) : parameters[name]
    return [name, typeof value === 'string' ? scalar(value, member) : value]
  })
  return Object.fromEntries(entries)
}

/** Converts `Tags.member.1.Key` to a list. `Tags=` alone is an empty list in the query protocol. */
function list(name: string, shape: Shape, parameters: Parameters, shapes: Shapes) {
  const member = shapeNamed(shape.member ?? '', shapes)
  const found = members(parameters, name)
  if (found.length === 0) return parameters[name] === '' ? [] : undefined
  return found.map((fields) => {
    if (member.type === 'structure') return structure(member, fields, shapes)
    return scalar(fields[''] ?? '', member)
  })
}

/** A value that is not a number or boolean stays a string, so it violates the type of the shape. */
function scalar(text: string, { type }: Shape): unknown {
  if (type === 'integer') return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text
  if (type === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text
  return text
}
