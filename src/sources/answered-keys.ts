import { keyTextProblem } from '../model/key-text.ts'

/** The field names of a response's keys. */
export interface KeyNames {
  readonly id: string
  readonly secret: string
  readonly token: string
}

/** Returns the reason why the keys of a response cannot be used. The text contains nothing of the keys. */
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
