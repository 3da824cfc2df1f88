import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { cacheFolder } from '../config/settings/cache-folder.ts'
import type { SsoAccount } from '../plan/facts.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { SsoSession } from '../plan/sso/sso-session.ts'
import { readPrivateJson, writePrivateJson } from '../sources/private-json.ts'

type CacheLocation = Pick<PlanInputs, 'env' | 'settings'>

/** The cached accounts of an earlier ListAccounts; empty if the cache is missing or invalid. */
export function cachedAccounts(session: SsoSession, inputs: CacheLocation): SsoAccount[] {
  const list = readPrivateJson(cachedAccountsPath(session, inputs))?.accounts
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const { accountId, accountName } = { ...(entry as object) } as Record<string, unknown>
    const isAccount = typeof accountId === 'string' && /^\d{12}$/.test(accountId)
    return isAccount && typeof accountName === 'string' ? [{ accountId, accountName }] : []
  })
}

/** Stores the accounts. If the disk is full, only the next run needs another call. */
export function cacheAccounts(
  session: SsoSession,
  accounts: readonly SsoAccount[],
  inputs: CacheLocation,
): void {
  const { startUrl, region } = session
  try {
    writePrivateJson(cachedAccountsPath(session, inputs), { startUrl, region, accounts })
  } catch {
    // The cache only saves time.
  }
}

/** The key is the portal and not the session: two sessions with one start URL have the same accounts. */
export function cachedAccountsPath(
  { startUrl, region }: SsoSession,
  { env, settings }: CacheLocation,
): string {
  const key = createHash('sha256').update(`${region} ${startUrl}`).digest('hex').slice(0, 32)
  return join(cacheFolder(env, settings), 'accounts', `${key}.json`)
}
