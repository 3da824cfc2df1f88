import { createHash } from 'node:crypto'
import { isAbsolute, join } from 'node:path'
import { homeDirectory } from '../config/paths.ts'
import type { Environment } from '../model/context.ts'
import type { SsoAccount } from '../plan/plan.ts'
import type { SsoSession } from '../plan/sso-session.ts'
import { readPrivateJson, writePrivateJson } from './private-json.ts'

/** The accounts of an earlier ListAccounts; none where nothing is kept, or nothing to go by. */
export function keptAccounts(session: SsoSession, env: Environment): SsoAccount[] {
  const list = readPrivateJson(pathOf(session, env))?.accounts
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const { accountId, accountName } = { ...(entry as object) } as Record<string, unknown>
    const isAccount = typeof accountId === 'string' && /^\d{12}$/.test(accountId)
    return isAccount && typeof accountName === 'string' ? [{ accountId, accountName }] : []
  })
}

/** A disk that is full costs a call the next time, and nothing now. */
export function keepAccounts(
  session: SsoSession,
  accounts: readonly SsoAccount[],
  env: Environment,
): void {
  const { startUrl, region } = session
  try {
    writePrivateJson(pathOf(session, env), { startUrl, region, accounts })
  } catch {
    // It is kept for speed alone.
  }
}

/** Of a portal, not of a session: two sessions with one start URL show the same. */
function pathOf({ startUrl, region }: SsoSession, env: Environment): string {
  const key = createHash('sha256').update(`${region} ${startUrl}`).digest('hex').slice(0, 32)
  const { XDG_CACHE_HOME: configured = '' } = env
  const cache = isAbsolute(configured) ? configured : join(homeDirectory(env), '.cache')
  return join(cache, 'assume', 'accounts', `${key}.json`)
}
