import type { Environment } from '../model/context.ts'
import type { Session } from '../model/session.ts'
import { environmentBefore } from './held-session.ts'
import { sessionVariables } from './variables.ts'

/**
 * What a program sees that runs with a session: the environment as it was before any of ours, and
 * the session's variables.
 *
 * @throws AssumeError for a value that AWS could never have given.
 */
export function programEnvironment(session: Session, env: Environment): Record<string, string> {
  const all = { ...environmentBefore(env), ...sessionVariables(session) }
  const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] != null)
  return Object.fromEntries(set)
}
