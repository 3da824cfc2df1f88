/**
 * Returns true if a value of a response or a file is a valid header value. Such a text contains no line
 * break and no escape sequence.
 */
export const isHeaderText = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,65536}$/.test(value)
