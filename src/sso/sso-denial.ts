import { callService, type ServiceAttempt, ServiceRefusal } from '../aws-api/call-service.ts'
import { everyPage } from '../aws-api/every-page.ts'
import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { SsoRole } from '../plan/plan.ts'
import { isSsoRoleName } from '../plan/values/sso-names.ts'

/** AWS uses two codes for a role that the user does not have. */
export const isDenied = (error: unknown): error is ServiceRefusal =>
  error instanceof ServiceRefusal && /^(Forbidden|ResourceNotFound)/.test(error.code)

/** The error for a role that the user does not have, with the roles that the user has. */
export async function denial(
  { words, code }: ServiceRefusal,
  role: SsoRole,
  accessToken: string,
  attempt: ServiceAttempt,
): Promise<AssumeError> {
  const { session, accountId, roleName } = role
  const others = await rolesThere(role, accessToken, attempt)
  const meant = nearest(roleName, others)
  const hint =
    meant === undefined
      ? `roles there: ${others.slice(0, 8).join(', ')}`
      : `did you mean "${meant}"?`
  return new AssumeError(
    `IAM Identity Center gives you no role "${roleName}" in ${accountId}: ${words} (${code})`,
    [
      ...(others.length > 0 ? [hint] : []),
      `see which accounts and roles are yours: ${session.startUrl}`,
    ],
  )
}

/** The roles that the user has in the account. They only improve a hint, so a failure returns none. */
async function rolesThere(
  { accountId }: SsoRole,
  accessToken: string,
  attempt: ServiceAttempt,
): Promise<string[]> {
  const { rolePages } = await import('./sso-portal.ts')
  try {
    const what = `ListAccountRoles of ${accountId}`
    const pages = await callService({ ...attempt, what }, (call) => {
      const read = rolePages(accessToken, accountId, call)
      return everyPage({ what, hints: [], abortSignal: call.abortSignal }, read)
    })
    return pages.flat().flatMap((entry: unknown) => {
      const { roleName } = { ...(entry as object) } as Record<string, unknown>
      return typeof roleName === 'string' && isSsoRoleName(roleName) ? [roleName] : []
    })
  } catch (error) {
    if (error instanceof AssumeError) return []
    throw error
  }
}
