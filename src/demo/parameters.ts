import { validationError } from './sts-error.ts'

/** A request's parameters as STS's query protocol has them: `Tags.member.1.Key` and the like. */
export type Parameters = Readonly<Record<string, string>>

/** What one parameter has to be; lengths in characters, values in seconds. */
export interface Constraint {
  readonly presence: 'required' | 'optional'
  readonly length?: readonly [number, number]
  readonly value?: readonly [number, number]
  /** A regular expression in the words of STS's model. */
  readonly pattern?: string
}

/** Throws one ValidationError that holds everything wrong, in STS's words. */
export function checkParameters(
  parameters: Parameters,
  constraints: Readonly<Record<string, Constraint>>,
): void {
  const wrong = Object.entries(constraints).flatMap(([name, constraint]) =>
    failures(parameters[name], constraint).map((failure) => {
      const value = parameters[name] === undefined ? 'null' : `'${parameters[name]}'`
      const field = name.charAt(0).toLowerCase() + name.slice(1)
      return `Value ${value} at '${field}' failed to satisfy constraint: Member must ${failure}`
    }),
  )
  if (wrong.length === 0) return
  const count = wrong.length === 1 ? '1 validation error' : `${wrong.length} validation errors`
  throw validationError(`${count} detected: ${wrong.join('; ')}`)
}

function failures(text: string | undefined, constraint: Constraint): readonly string[] {
  if (text === undefined) return constraint.presence === 'required' ? ['not be null'] : []
  const { length, value, pattern } = constraint
  return [
    ...outside('length', text.length, length),
    ...outside('value', Number(text), value),
    ...(pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)
      ? [`satisfy regular expression pattern: ${pattern}`]
      : []),
  ]
}

function outside(
  what: 'length' | 'value',
  size: number,
  range: readonly [number, number] | undefined,
): readonly string[] {
  if (range === undefined) return []
  const [least, most] = range
  if (size > most) return [`have ${what} less than or equal to ${most}`]
  // A number that is none fails too.
  return size >= least ? [] : [`have ${what} greater than or equal to ${least}`]
}

/** The `Name.member.N` and `Name.member.N.Field` of a list, each by field (`''` for a bare one). */
export function members(parameters: Parameters, name: string): Parameters[] {
  const found = new Map<number, Record<string, string>>()
  for (const [key, value] of Object.entries(parameters)) {
    const [list, member, place, ...field] = key.split('.')
    if (list !== name || member !== 'member' || !/^\d+$/.test(place ?? '')) continue
    const at = Number(place)
    found.set(at, { ...found.get(at), [field.join('.')]: value })
  }
  return [...found].sort(([one], [two]) => one - two).map(([, fields]) => fields)
}
