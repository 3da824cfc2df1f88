/** Reads a nested value of an AWS CLI answer: `at(answer, 'User', 'Tags')`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  )
}

/** Reads one field of each object in a list. Empty if there is no list. */
export function each(list: unknown, field: string): string[] {
  return Array.isArray(list) ? strings(list.map((item) => at(item, field))) : []
}

export const strings = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((value) => typeof value === 'string') : []
