import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'
import { credentialVariables, sessionVariables, utcSeconds } from './variables.ts'

/**
 * The session for programs: label, expiration, variables to set, and variables to unset. The latter
 * would override or break the keys.
 */
export function jsonDocument(session: Session): string {
  const { label, accountId, credentials } = session
  const all = sessionVariables(session)
  const document = {
    label,
    ...(accountId && { accountId }),
    ...(credentials.expiration && { expiration: utcSeconds(credentials.expiration) }),
    variables: Object.fromEntries(awsVariables(session)),
    unset: credentialVariables.filter((name) => name.startsWith('AWS_') && all[name] === null),
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
