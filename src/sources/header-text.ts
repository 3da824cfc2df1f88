/**
 * Whether an id, a code or a token out of an answer or a file is text that a header could hold: then
 * it can end none, and steer no terminal.
 */
export const isHeaderText = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,65536}$/.test(value)
