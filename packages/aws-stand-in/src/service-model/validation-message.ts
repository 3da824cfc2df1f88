import type { Violation } from './violations.ts'

/**
 * Returns AWS's message for constraint violations: `1 validation error detected: Value 'x' at
 * 'roleSessionName' failed to satisfy constraint: …; …`.
 *
 * @param repeatsValues whether the message contains the values. STS repeats them; IAM does not
 * since 2026.
 */
export function validationMessage(
  violations: readonly Violation[],
  { repeatsValues }: { readonly repeatsValues: boolean },
): string {
  const errors = violations.length === 1 ? 'validation error' : 'validation errors'
  const each = violations.map(({ path, value, isSensitive, constraint }) => {
    const shown = repeatsValues && !isSensitive ? ` ${shownValue(value)}` : ''
    return `Value${shown} at '${path}' failed to satisfy constraint: ${constraint}`
  })
  return `${violations.length} ${errors} detected: ${each.join('; ')}`
}

function shownValue(value: unknown): string {
  if (value === undefined) return 'null'
  return `'${inside(value)}'`
}

/** AWS formats a list as Java does. The format of structures in a list is not documented. */
function inside(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inside).join(', ')}]`
  return value instanceof Object ? JSON.stringify(value) : String(value)
}
