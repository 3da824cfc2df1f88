import { inputShapeOf, type ServiceName, type Shape, type Shapes, shapeNamed } from './model.ts'

/** A constraint of the service model that a value violates. */
export interface Violation {
  /** In the notation of AWS: `roleArn`, `tags.1.member.key`. */
  readonly path: string
  /** Undefined if the member is missing. */
  readonly value: unknown
  /** AWS does not repeat sensitive values in messages. */
  readonly isSensitive: boolean
  /** `type` means that the value has the wrong type. AWS reports such values with another error. */
  readonly kind: 'type' | 'constraint'
  /** For example `Member must not be null`. */
  readonly constraint: string
}

/**
 * Returns the constraints of the service model that the input violates. The list is empty for valid
 * input.
 */
export function violationsOf(
  service: ServiceName,
  operation: string,
  input: unknown,
): readonly Violation[] {
  const { shape, shapes } = inputShapeOf(service, operation)
  return inValue(input, shape, '', shapes)
}

function inValue(value: unknown, shape: Shape, path: string, shapes: Shapes): Violation[] {
  if (!isOfType(value, shape)) {
    return [violation(value, shape, path, `Member must be of type ${shape.type}`, 'type')]
  }
  const own = constraintsOf(shape)
    .filter(({ isMet }) => !isMet(value))
    .map(({ text }) => violation(value, shape, path, text))
  if (shape.type === 'structure') return inMembers(value, shape, path, shapes)
  return Array.isArray(value) ? [...own, ...inList(value, shape, path, shapes)] : own
}

function inMembers(value: unknown, shape: Shape, path: string, shapes: Shapes): Violation[] {
  const input = value as Readonly<Record<string, unknown>>
  return Object.entries(shape.members ?? {}).flatMap(([name, { shape: shapeName }]) => {
    const member = shapeNamed(shapeName, shapes)
    const where = `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`
    const own = input[name] ?? undefined
    if (own !== undefined) return inValue(own, member, where, shapes)
    if (!shape.required?.includes(name)) return []
    return [violation(undefined, member, where, notNull)]
  })
}

/**
 * AWS reports each invalid member of a list of structures. For any other list it reports the list.
 */
function inList(
  values: readonly unknown[],
  shape: Shape,
  path: string,
  shapes: Shapes,
): Violation[] {
  const member = shapeNamed(shape.member ?? '', shapes)
  if (member.type === 'structure') {
    return values.flatMap((each, at) => inValue(each, member, `${path}.${at + 1}.member`, shapes))
  }
  const wrong = values.flatMap((each) => inValue(each, member, path, shapes))
  const ofType = wrong.filter(({ kind }) => kind === 'type')
  if (wrong.length === 0 || ofType.length > 0) return ofType
  const all = [...constraintsOf(member).map(({ text }) => text), notNull]
  return [violation(values, shape, path, `Member must satisfy constraint: [${all.join(', ')}]`)]
}

function violation(
  value: unknown,
  { sensitive = false }: Shape,
  path: string,
  constraint: string,
  kind: Violation['kind'] = 'constraint',
): Violation {
  return { path, value, isSensitive: sensitive, kind, constraint }
}

const notNull = 'Member must not be null'

function isOfType(value: unknown, { type }: Shape): boolean {
  if (type === 'list') return Array.isArray(value)
  if (type === 'structure') return value instanceof Object && !Array.isArray(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

interface Constraint {
  readonly text: string
  isMet(value: unknown): boolean
}

/** Uses the wording and the order of AWS. */
function constraintsOf({ type, min, max, pattern, enum: values }: Shape): Constraint[] {
  const what = type === 'integer' ? 'value' : 'length'
  const constraints: (Constraint | undefined)[] = [
    max === undefined
      ? undefined
      : {
          text: `Member must have ${what} less than or equal to ${max}`,
          isMet: (value) => sizeOf(value) <= max,
        },
    min === undefined
      ? undefined
      : {
          text: `Member must have ${what} greater than or equal to ${min}`,
          isMet: (value) => sizeOf(value) >= min,
        },
    pattern === undefined
      ? undefined
      : {
          text: `Member must satisfy regular expression pattern: ${pattern}`,
          isMet: (value) => anchored(pattern).test(String(value)),
        },
    values && {
      text: `Member must satisfy enum value set: [${values.join(', ')}]`,
      isMet: (value) => values.includes(String(value)),
    },
  ]
  return constraints.filter((constraint) => constraint !== undefined)
}

/** AWS counts Unicode characters: https://smithy.io/2.0/spec/constraint-traits.html#length-trait */
function sizeOf(value: unknown): number {
  return typeof value === 'number' ? value : [...(value as string | readonly unknown[])].length
}

const patterns = new Map<string, RegExp>()

/**
 * AWS matches the whole value, whether or not the pattern is anchored. The patterns are Java
 * patterns; with the flag `u` they have the same meaning in JavaScript.
 */
function anchored(pattern: string): RegExp {
  const made = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 'u')
  patterns.set(pattern, made)
  return made
}
