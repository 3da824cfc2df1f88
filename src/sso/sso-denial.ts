import { callService, type ServiceAttempt, ServiceRefusal } from '../aws-api/call-service.ts'
import { everyPage } from '../aws-api/every-page.ts'
import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { SsoRole } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { isSsoRoleName } from '../plan/values/sso-names.ts'
import { storeRoles } from './index/update-index.ts'

/** AWS uses two codes for a role that the user does not have. */
export const isDenied = (error: unknown): error is ServiceRefusal =>
  error instanceof ServiceRefusal && /^(Forbidden|ResourceNotFound)/.test(error.code)

/**
 * The error for a role that the user does not have, with the roles that the user has. The index changes
 * only if ListAccountRoles agrees.
 */
export async function denial(
  { words, code }: ServiceRefusal,
  role: SsoRole,
  accessToken: string,
  attempt: ServiceAttempt,
  inputs: PlanInputs,
  now: Date,
): Promise<AssumeError> {
  const { session, accountId, roleName } = role
  const message = `IAM Identity Center gives you no role "${roleName}" in ${accountId}: ${words} (${code})`
  const found = await rolesThere(role, accessToken, attempt)
  const others = Array.isArray(found) ? found : []
  if (others.includes(roleName)) {
    return new AssumeError(message, ['it lists this role for you, so try again in a minute'])
  }
  if (found === 'none' || others.length > 0) {
    storeRoles(session, accountId, found === 'none' ? undefined : others, inputs, now)
  }
  const meant = nearest(roleName, others)
  const hint =
    meant === undefined
      ? `roles there: ${others.slice(0, 8).join(', ')}`
      : `did you mean "${meant}"?`
  return new AssumeError(message, [
    ...(others.length > 0 ? [hint] : []),
    ...(found === 'none' ? [noRoleHint] : []),
    `see which accounts and roles are yours: ${session.startUrl}`,
  ])
}

const noRoleHint =
  'you have no role in this account: its number may be wrong, or it may be suspended or closed'

/**
 * The roles that the user has in the account; `none` if AWS says that there is none, undefined if AWS
 * gives no answer.
 */
async function rolesThere(
  { accountId }: SsoRole,
  accessToken: string,
  attempt: ServiceAttempt,
): Promise<readonly string[] | 'none' | undefined> {
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
    if (isDenied(error)) return 'none'
    if (error instanceof AssumeError) return undefined
    throw error
  }
}
