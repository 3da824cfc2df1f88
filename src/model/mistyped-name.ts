import { nearest } from './nearest.ts'

/**
 * The known name that a name with a typing error probably means. Names that differ in a number or in a
 * short part, such as `team-a` and `team-b`, differ on purpose.
 */
export const mistypedName = (name: string, known: Iterable<string>): string | undefined =>
  nearest(
    name,
    [...known].filter((other) => differsByTyping(name.toLowerCase(), other.toLowerCase())),
  )

function differsByTyping(name: string, other: string): boolean {
  if (numbersIn(name) !== numbersIn(other)) return false
  const [parts, others] = [partsOf(name), partsOf(other)]
  if (parts.length !== others.length) return parts.join('') === others.join('')
  return parts.every((part, index) => nearest(part, [others[index] ?? '']) !== undefined)
}

const numbersIn = (name: string) => name.replace(/\D+/g, ' ')

const partsOf = (name: string) => name.split(/[^\p{L}\p{N}]+/u)
