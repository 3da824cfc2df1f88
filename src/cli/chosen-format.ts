import { noFormat } from './output.ts'

/** What commands print: text for people, or a JSON document for programs. */
export const textOrJson = ['text', 'json'] as const

/**
 * @param formats the formats of a command; the first is the one without `--format`.
 * @throws UsageError if the command does not have this format.
 */
export function chosenFormat<const F extends string>(
  format: string | undefined,
  formats: readonly [F, ...F[]],
): F {
  if (format === undefined) return formats[0]
  const chosen = formats.find((each) => each === format)
  if (chosen === undefined) throw noFormat(format, formats)
  return chosen
}
