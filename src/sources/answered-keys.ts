import { keyTextProblem } from '../model/key-text.ts'

/** What an answer calls the parts of its keys. */
export interface KeyNames {
  readonly id: string
  readonly secret: string
  readonly token: string
}

/** What keeps the keys in an answer from being used, in words that hold nothing of them. */
export function problemWithKeys(
  answer: Readonly<Record<string, unknown>>,
  { id, secret, token }: KeyNames,
): string | undefined {
  const parts = [
    [id, 'key id'],
    [secret, 'secret'],
    [token, 'token'],
  ] as const
  for (const [name, part] of parts) {
    const problem = keyTextProblem(answer[name], part)
    if (problem !== undefined) return `${name} in the answer ${problem}`
  }
  return undefined
}
