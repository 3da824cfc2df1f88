import { AssumeError, UsageError } from '../../model/errors.ts'
import { isLoopback } from '../../network/loopback.ts'
import type { SsoRole } from '../plan.ts'
import type { Route } from '../route/route.ts'
import { startUrlOf } from '../sso/portal-address.ts'
import type { SsoSession } from '../sso/sso-session.ts'

/**
 * The shortcut link of the access portal that opens the console with a role. The link contains no token:
 * the portal uses its own sign-in of the browser.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 *
 * @param destination a page of the console. Without it AWS opens the relay state of the permission set, or
 *   else the console home.
 */
export function portalLink(
  { session, accountId, roleName }: Omit<SsoRole, 'endpoints'>,
  destination: string | undefined,
): string {
  const values = {
    account_id: accountId,
    role_name: roleName,
    ...(destination !== undefined && { destination }),
  }
  const query = Object.entries(values).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return `${portalOf(session)}/#/console?${query.join('&')}`
}

function portalOf({ startUrl }: SsoSession): string {
  const url = new URL(startUrl)
  if (url.protocol === 'https:' || isLoopback(url)) return startUrlOf(url)
  throw new AssumeError(`the access portal ${startUrl} is not encrypted`, [
    'write sso_start_url with https://',
  ])
}

/** The role of IAM Identity Center that a route ends with. Undefined if it ends with other credentials. */
export const portalRoleOf = ({ chain: { source, roles }, role }: Route): SsoRole | undefined =>
  roles.length === 0 && role === undefined ? source.sso : undefined

/** @param isAssumed the target ends with a role that STS gives. */
export const notInPortal = (target: string, isAssumed: boolean) =>
  new UsageError(
    `--portal cannot be used with "${target}": ${
      isAssumed
        ? 'STS gives its role, and the access portal has only roles of IAM Identity Center'
        : 'its keys do not come from IAM Identity Center'
    }`,
    ['without --portal, the console opens with a session'],
  )
