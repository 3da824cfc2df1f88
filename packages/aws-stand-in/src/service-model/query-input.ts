import { members, type Parameters } from '../query/parameters.ts'
import {
  inputShapeOf,
  type ServiceModel,
  type ServiceName,
  type Shape,
  shapeNamed,
} from './model.ts'

type Input = Readonly<Record<string, unknown>>

/**
 * The input that the parameters of AWS's query protocol stand for, by the shape of the operation's
 * input. Parameters that no member has are left out, as AWS ignores them.
 */
export function queryInput(service: ServiceName, operation: string, parameters: Parameters): Input {
  const { shape, shapes } = inputShapeOf(service, operation)
  return structure(shape, parameters, shapes)
}

type Shapes = ServiceModel['shapes']

function structure(shape: Shape, parameters: Parameters, shapes: Shapes): Input {
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
