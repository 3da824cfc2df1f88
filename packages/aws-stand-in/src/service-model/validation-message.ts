import type { Violation } from './violations.ts'

/**
 * AWS's text for what is wrong with a request: `1 validation error detected: Value 'x' at
 * 'roleSessionName' failed to satisfy constraint: …; …`.
 *
 * @param repeatsValues IAM has stopped to repeat the values in 2026; STS repeats them.
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

/** A list is shown as Java does it; how AWS shows structures in it is not known. */
function inside(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inside).join(', ')}]`
  return value instanceof Object ? JSON.stringify(value) : String(value)
}
