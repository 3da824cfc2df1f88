import { UsageError } from '../../model/errors.ts'

/** Digits only, as an MFA code is, but not six. */
export const looksMistyped = (word: string): boolean => /^\d+$/.test(word) && word.length !== 6

export const notACode = (word: string, hints: readonly string[] = []) =>
  new UsageError(`"${word}" is not an MFA code, which is six digits`, hints)

/** What is taken for a code if it comes last. */
export const isCode = (word: string) => /^\d{6}$/.test(word)

/** A code of the wrong form never reaches AWS, where it would count as a failed try. */
export function checkedCode(text: string): string {
  const code = text.replaceAll(' ', '')
  if (isCode(code)) return code
  throw new UsageError('an MFA code is six digits')
}
