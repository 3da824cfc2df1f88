import {
  inputShapeOf,
  type OperationInput,
  type ServiceName,
  type Shape,
  type Shapes,
  shapeNamed,
} from '../../src/service-model/model.ts'

/** A constraint of an operation and an input that violates it. */
export interface Invalid {
  /** The path in AWS's error message: `roleArn`, `tags.1.member.key`. */
  readonly path: string
  /** The wording of AWS, for example `Member must not be null`. */
  readonly constraint: string
  readonly value: unknown
  readonly isSensitive: boolean
  readonly input: OperationInput
}

/** Returns the input with a value in place of a member. Undefined removes the member. */
type Put = (value: unknown) => OperationInput

/** Returns one invalid input for each constraint of the operation in the service model. */
export function invalidInputs(
  service: ServiceName,
  operation: string,
  valid: OperationInput,
): Invalid[] {
  const { shape, shapes } = inputShapeOf(service, operation)
  return ofStructure(shape, valid, '', (value) => value as OperationInput, shapes)
}

function ofStructure(shape: Shape, valid: OperationInput, path: string, put: Put, shapes: Shapes) {
  return Object.entries(shape.members ?? {}).flatMap(([name, { shape: shapeName }]): Invalid[] => {
    const member = shapeNamed(shapeName, shapes)
    const where = `${path === '' ? '' : `${path}.`}${name[0]?.toLowerCase()}${name.slice(1)}`
    const { [name]: _, ...others } = valid
    const putMember: Put = (value) =>
      put(value === undefined ? others : { ...others, [name]: value })
    const missing = shape.required?.includes(name)
      ? [invalid(member, where, 'Member must not be null', undefined, putMember)]
      : []
    return [...missing, ...ofMember(member, valid[name], where, putMember, shapes)]
  })
}

function ofMember(shape: Shape, valid: unknown, path: string, put: Put, shapes: Shapes): Invalid[] {
  if (shape.type === 'structure') {
    return ofStructure(
      shape,
      (valid ?? sampleOf(shape, shapes)) as OperationInput,
      path,
      put,
      shapes,
    )
  }
  const own = brokenValues(shape, shapes).map(({ constraint, value }) =>
    invalid(shape, path, constraint, value, put),
  )
  return shape.type === 'list' ? [...own, ...ofListMember(shape, path, put, shapes)] : own
}

function ofListMember(shape: Shape, path: string, put: Put, shapes: Shapes): Invalid[] {
  const member = shapeNamed(shape.member ?? '', shapes)
  if (member.type === 'structure') {
    const sample = sampleOf(member, shapes) as OperationInput
    return ofStructure(member, sample, `${path}.1.member`, (value) => put([value]), shapes)
  }
  const { min, max, pattern } = member
  const all = [
    ...(max === undefined ? [] : [atMost(member)]),
    ...(min === undefined ? [] : [atLeast(member)]),
    ...(pattern === undefined ? [] : [matching(pattern)]),
    'Member must not be null',
  ].join(', ')
  return brokenValues(member, shapes).map(({ value }) =>
    invalid(shape, path, `Member must satisfy constraint: [${all}]`, [value], put),
  )
}

function invalid(
  { sensitive = false }: Shape,
  path: string,
  constraint: string,
  value: unknown,
  put: Put,
): Invalid {
  return { path, constraint, value, isSensitive: sensitive, input: put(value) }
}

/** A pattern that no text violates. */
const anything = '[\\s\\S]*'

/**
 * Returns an invalid value for each constraint of the shape. A minimum length of 0 cannot be
 * violated.
 */
function brokenValues(shape: Shape, shapes: Shapes) {
  const { type, min, max, pattern, enum: values } = shape
  const sample = sampleOf(shape, shapes)
  return [
    ...(max === undefined
      ? []
      : [{ constraint: atMost(shape), value: ofSize(max + 1, sample, shape) }]),
    ...(min === undefined || (min === 0 && type !== 'integer')
      ? []
      : [{ constraint: atLeast(shape), value: ofSize(min - 1, sample, shape) }]),
    ...(pattern === undefined || pattern === anything
      ? []
      : [{ constraint: matching(pattern), value: notMatching(pattern, String(sample)) }]),
    ...(values
      ? [
          {
            constraint: `Member must satisfy enum value set: [${values.join(', ')}]`,
            value: 'nothing',
          },
        ]
      : []),
  ]
}

const sizeWord = ({ type }: Shape) => (type === 'integer' ? 'value' : 'length')
const atMost = (shape: Shape) =>
  `Member must have ${sizeWord(shape)} less than or equal to ${shape.max}`
const atLeast = (shape: Shape) =>
  `Member must have ${sizeWord(shape)} greater than or equal to ${shape.min}`
const matching = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`

const matches = (pattern: string | undefined, text: string) =>
  pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text)

/** Returns a value of this size that satisfies the other constraints if possible. */
function ofSize(size: number, sample: unknown, { type, pattern }: Shape): unknown {
  if (type === 'integer') return size
  if (type === 'list') return Array.from({ length: size }, () => (sample as unknown[])[0])
  const text = String(sample)
  if (size < text.length) return text.slice(0, size)
  // `/x/` grows in the middle, so that it still begins and ends with a slash.
  const at = Math.min(1, text.length)
  const grown = ['x', '1', ' '].map(
    (filling) => text.slice(0, at) + filling.repeat(size - text.length) + text.slice(at),
  )
  return grown.find((each) => matches(pattern, each)) ?? grown[0]
}

/**
 * Returns a value that does not match the pattern. It has the length of the sample, so only the
 * pattern is violated.
 */
function notMatching(pattern: string, sample: string): string {
  const replacements = ['\u0001', 'x', ' ', '!', '\u0100']
  const texts = replacements.map((last) => sample.slice(0, -1) + last)
  const found = texts.find((text) => !matches(pattern, text))
  if (found === undefined) throw new Error(`everything matches ${pattern}`)
  return found
}

/** Returns a valid value of the shape. */
function sampleOf(shape: Shape, shapes: Shapes): unknown {
  const { type, min = 0, max = Number.POSITIVE_INFINITY, pattern, enum: values } = shape
  if (type === 'boolean') return true
  if (type === 'integer') return min
  if (type === 'list') return [sampleOf(shapeNamed(shape.member ?? '', shapes), shapes)]
  if (type === 'structure') {
    return Object.fromEntries(
      Object.entries(shape.members ?? {}).map(([name, member]) => [
        name,
        sampleOf(shapeNamed(member.shape, shapes), shapes),
      ]),
    )
  }
  const words = [
    'x',
    '1',
    '/x/',
    'v1',
    'refresh_token',
    'r-exam',
    'arn:aws:signin:::devtools/same-device',
  ]
  const texts = [...words, ...words.map((word) => word.repeat(Math.max(min, 1)))]
  const fits = (text: string) =>
    text.length >= min &&
    text.length <= max &&
    matches(pattern, text) &&
    (values?.includes(text) ?? true)
  const found = [...(values ?? []), ...texts].find(fits)
  if (found === undefined) throw new Error(`nothing fits ${JSON.stringify(shape)}`)
  return found
}
