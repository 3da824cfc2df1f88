import { UsageError } from '../../model/errors.ts'

/** Returns true for digits only, as in an MFA code, but not six of them. */
export const looksMistyped = (word: string): boolean => /^\d+$/.test(word) && word.length !== 6

export const notACode = (word: string, hints: readonly string[] = []) =>
  new UsageError(`"${word}" is not an MFA code, which is six digits`, hints)

/** A last word of six digits is a code. */
export const isCode = (word: string) => /^\d{6}$/.test(word)

/** Refuses a malformed code before it reaches AWS, which would count it as a failed attempt. */
export function checkedCode(text: string): string {
  const code = text.replaceAll(' ', '')
  if (isCode(code)) return code
  throw new UsageError('an MFA code is six digits')
}
