import { noSettings } from '../../../src/config/settings/load-settings.ts'
import { writeIndex } from '../../../src/sso/index/index-store.ts'
import { atOrganization } from './organization.ts'
import { type SsoScene, startUrl } from './sso.ts'

/** Bob in an organization whose roles have just been cached. */
export async function indexed(
  options: Parameters<typeof atOrganization>[0] = {},
): Promise<SsoScene> {
  const sso = await atOrganization({ accounts: 80, ...options })
  cacheRoles(sso)
  return sso
}

/** Caches what `assume roles` would fetch, which takes a call for each account. */
export function cacheRoles({ directory, testAws }: SsoScene): void {
  const roles = new Map<string, string[]>()
  for (const { accountId, roleName } of directory.users[0]?.assignments ?? []) {
    roles.set(accountId, [...(roles.get(accountId) ?? []), roleName])
  }
  const accounts = directory.accounts.map(({ accountId, accountName, emailAddress }) => ({
    ...{ accountId, accountName, email: emailAddress },
    ...{ roles: roles.get(accountId) ?? [], state: 'current' as const },
  }))
  const ofSession = { name: 'corp', region: 'eu-west-1', startUrl, scopes: [] }
  const header = { startedAt: Date.now(), isComplete: true, next: undefined }
  const { env } = testAws.home
  writeIndex(ofSession, header, accounts, { env, settings: noSettings(env) })
}
