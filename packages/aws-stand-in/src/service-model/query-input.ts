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

/** @throws AwsError in AWS's words for parameters that AWS's service model does not allow. */
export function checkQuery(service: 'sts' | 'iam', action: string, parameters: Parameters): void {
  const violations = violationsOf(service, action, queryInput(service, action, parameters))
  const malformed = violations.find(({ kind }) => kind === 'type')
  // AWS cannot read such a request, and says little more than this code.
  if (malformed) throw new AwsError('MalformedInput', 400, `${malformed.path} cannot be read`)
  if (violations.length === 0) return
  throw validationError(validationMessage(violations, { repeatsValues: service === 'sts' }))
}

/**
 * The input that the parameters of AWS's query protocol stand for, by the shape of the operation's
 * input. Parameters that no member has are left out, as AWS ignores them.
 */
export function queryInput(
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

/** `Tags.member.1.Key`; `Tags=` alone is how the protocol writes an empty list. */
function list(name: string, shape: Shape, parameters: Parameters, shapes: Shapes) {
  const member = shapeNamed(shape.member ?? '', shapes)
  const found = members(parameters, name)
  if (found.length === 0) return parameters[name] === '' ? [] : undefined
  return found.map((fields) => {
    if (member.type === 'structure') return structure(member, fields, shapes)
    return scalar(fields[''] ?? '', member)
  })
}

/** What is no number or truth value stays a text, which is then of the wrong type. */
function scalar(text: string, { type }: Shape): unknown {
  if (type === 'integer') return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text
  if (type === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text
  return text
}
