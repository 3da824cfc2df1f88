import type { Credentials } from './credentials.ts'
import { type KeyPart, keyTextProblem } from './key-text.ts'

/** The parts of a set of credentials as a file, a program or a service provides them. */
export interface KeyTexts {
  readonly id: unknown
  readonly secret: unknown
  /** Undefined for long-term credentials. */
  readonly token?: unknown
}

export type Keys = Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>

/** Temporary credentials. */
export type SessionKeys = Required<Keys>

/** The first part that cannot be used, and the reason, which contains nothing of the text. */
export interface UnusableKeys {
  readonly unusable: KeyPart
  readonly problem: string
}

export function parseKeys({ id, secret, token }: KeyTexts): Keys | UnusableKeys {
  const found = firstUnusable([
    ['key id', id],
    ['secret', secret],
    ...(token === undefined ? [] : [['token', token] as const]),
  ])
  return (
    found ?? {
      accessKeyId: String(id),
      secretAccessKey: String(secret),
      ...(token !== undefined && { sessionToken: String(token) }),
    }
  )
}

/** A missing token is unusable. */
export function parseSessionKeys({ id, secret, token }: KeyTexts): SessionKeys | UnusableKeys {
  const keys = parseKeys({ id, secret, token: token ?? null })
  return 'unusable' in keys ? keys : { ...keys, sessionToken: String(token) }
}

function firstUnusable(parts: readonly (readonly [KeyPart, unknown])[]): UnusableKeys | undefined {
  for (const [unusable, text] of parts) {
    const problem = keyTextProblem(text, unusable)
    if (problem !== undefined) return { unusable, problem }
  }
  return undefined
}
