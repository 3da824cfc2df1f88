import { UsageError } from '../../model/errors.ts'
import type { Given, Parsed } from './option.ts'
import { type Options, optionEntries } from './options.ts'

type RequestField = {
  [F in keyof Options]: Options[F] extends { request: string } ? F : never
}[keyof Options]

/** The options of a request. Absent options have no property. */
export type TargetOptions = { readonly [F in RequestField]?: Parsed<Options[F]> }

/** The options of a target, as a command received them. */
export type GivenTargetOptions = { readonly [F in RequestField]: Given<Options[F]> }

/**
 * Converts the options of a command line into those of a request.
 *
 * @throws UsageError for an invalid value and for options that contradict each other.
 */
export function targetOptions(given: GivenTargetOptions): TargetOptions {
  if (given.refresh && given.cached)
    throw new UsageError('--refresh and --cached cannot be used together')
  const parsed: Record<string, unknown> = {}
  for (const [field, { request, parse }] of optionEntries) {
    const value = request && given[field as RequestField]
    if (value === undefined || value === false) continue
    parsed[field] = parse ? parse(String(value)) : value
  }
  return parsed
}

/** Returns true if an option of a request selects another session than the same target without it. */
export const selectsAnotherSession = (options: TargetOptions): boolean =>
  optionEntries.some(([field, { request }]) => request === 'another session' && field in options)
