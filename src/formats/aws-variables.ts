import type { Session } from '../model/session.ts'
import { sessionVariables } from './variables.ts'

/** The variables that AWS tools read, for a consumer without a prompt that does not unset variables. */
export function awsVariables(session: Session): readonly (readonly [string, string])[] {
  return Object.entries(sessionVariables(session)).flatMap(([name, value]) =>
    name.startsWith('AWS_') && value !== null ? [[name, value] as const] : [],
  )
}
