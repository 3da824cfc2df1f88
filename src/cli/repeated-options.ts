import type { TargetOptions } from '../plan/request.ts'
import { sessionOptions } from '../plan/session-options.ts'

/** Options about the run of the program and the messages. */
const otherOptions = {
  jobs: '--jobs',
  group: '--group',
  json: '--json',
  noInput: '--no-input',
  yes: '--yes',
  quiet: '--quiet',
  debug: '--debug',
} as const

type Property = keyof TargetOptions | keyof typeof otherOptions

/** The properties of a command, as given. */
export type GivenOptions = Readonly<
  Partial<Record<Property, string | readonly string[] | boolean | undefined>>
>

/** The words that repeat the given options, except the regions. */
export function repeatedOptions(given: GivenOptions): string[] {
  const { region: _, ...others } = sessionOptions
  return [
    ...Object.entries(others).map(([property, { name }]) => [property, name] as const),
    ...Object.entries(otherOptions),
  ].flatMap(([property, name]) => wordsFor(name, given[property as Property]))
}

function wordsFor(name: string, value: GivenOptions[Property]): string[] {
  if (value === undefined || value === false) return []
  if (value === true) return [name]
  const values = typeof value === 'string' ? [value] : value
  // A separate value that starts with a dash would be an option.
  return values.flatMap((each) => (each.startsWith('-') ? [`${name}=${each}`] : [name, each]))
}
