import type { Credentials } from './credentials.ts'

/** The session that a shell gets. */
export interface Session {
  /**
   * The prompt label: the profile's name, or else the role's name. It includes `@ACCOUNT` for
   * another account.
   */
  readonly label: string
  readonly credentials: Credentials
  /** Twelve digits. Absent if the account is unknown. */
  readonly accountId?: string
  /** Settings of the role's profile or of an option (`AWS_REGION`, `AWS_ENDPOINT_URL` …). */
  readonly settings: Readonly<Record<string, string>>
  /** Prompt data for the wrapper, which does not read the settings. */
  readonly prompt?: SessionPrompt
}

/** The data of a session that the prompt needs. */
export interface SessionPrompt {
  /** True if the setting `danger` guards the target. */
  readonly isDanger: boolean
  /** The prompt style of the settings. */
  readonly style?: string
  /** The time from which the prompt may renew the session without a question. */
  readonly renewAt?: Date
}
