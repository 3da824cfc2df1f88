import type { Session } from '../model/session.ts'
import { sessionVariables } from './variables.ts'

/** The variables that AWS's tools read, for whoever has no prompt and nothing to unset. */
export function awsVariables(session: Session): readonly (readonly [string, string])[] {
  return Object.entries(sessionVariables(session)).flatMap(([name, value]) =>
    name.startsWith('AWS_') && value !== null ? [[name, value] as const] : [],
  )
}
