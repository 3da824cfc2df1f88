import { isKeyText } from '../model/key-text.ts'

/** The session that was active in the shell before the current one. */
export interface PreviousSession {
  readonly keyId: string
  /** 16 hexadecimal digits. */
  readonly request: string
}

/** Reads `KEY_ID:REQUEST`, the form of `ASSUME_PREVIOUS`. A key id may contain a colon. */
export function parsePrevious(text: string | undefined): PreviousSession | undefined {
  const [, keyId, request] = /^(.*):([0-9a-f]{16})$/s.exec(text ?? '') ?? []
  return request !== undefined && isKeyText(keyId, 'key id') ? { keyId, request } : undefined
}
