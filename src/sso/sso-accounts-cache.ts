import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { cacheFolder } from '../config/settings/cache-folder.ts'
import type { SsoAccount } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { SsoSession } from '../plan/sso/sso-session.ts'
import { readPrivateJson, writePrivateJson } from '../sources/private-json.ts'

type CacheLocation = Pick<PlanInputs, 'env' | 'settings'>

/** The accounts of an earlier ListAccounts; none where nothing is cached, or nothing to go by. */
export function cachedAccounts(session: SsoSession, inputs: CacheLocation): SsoAccount[] {
  const list = readPrivateJson(pathOf(session, inputs))?.accounts
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const { accountId, accountName } = { ...(entry as object) } as Record<string, unknown>
    const isAccount = typeof accountId === 'string' && /^\d{12}$/.test(accountId)
    return isAccount && typeof accountName === 'string' ? [{ accountId, accountName }] : []
  })
}

/** A disk that is full costs a call the next time, and nothing now. */
export function cacheAccounts(
  session: SsoSession,
  accounts: readonly SsoAccount[],
  inputs: CacheLocation,
): void {
  const { startUrl, region } = session
  try {
    writePrivateJson(pathOf(session, inputs), { startUrl, region, accounts })
  } catch {
    // It is kept for speed alone.
  }
}

/** Of a portal, not of a session: two sessions with one start URL show the same. */
function pathOf({ startUrl, region }: SsoSession, { env, settings }: CacheLocation): string {
  const key = createHash('sha256').update(`${region} ${startUrl}`).digest('hex').slice(0, 32)
  return join(cacheFolder(env, settings), 'accounts', `${key}.json`)
}
