import { activeSession } from '../formats/active-session.ts'
import { parsePrevious } from '../formats/previous-session.ts'
import type { RequestHistory } from '../formats/variables.ts'
import type { Environment } from '../model/context.ts'
import { fingerprint } from '../model/fingerprint.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Plan } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import type { Cache } from './cache.ts'
import { evictExpired, getEntry, putEntry } from './entry-store.ts'

/**
 * The request that a shell's session was obtained with. `refresh`, `-` and `status` need it. The cache
 * stores it by the session's access key ID, because a variable, which a repository's `.envrc` can set, must
 * not select a role.
 */
export interface ShellRequest {
  /** The request without the MFA code. */
  readonly request: Pick<Request, 'target' | 'options'>
  readonly plan: Plan
  readonly takenAt: number
}

/** Shells can have the same session for different requests, with another label or region. */
const maxRequests = 8

/** Days that a request is stored, for sessions that do not expire and for returning to an expired session. */
const days = 30

export function recordRequest(
  request: Request,
  plan: Plan,
  session: Session,
  { shells }: Cache,
  { report, now }: Interaction,
): void {
  const made = { request: withoutRefresh(request), plan, takenAt: now().getTime() }
  const key = session.credentials.accessKeyId
  const known = requestsOf(key, shells, now())
  if (known[0] && JSON.stringify(known[0].plan) === JSON.stringify(plan) && same(known[0], made)) {
    return
  }
  const value = [made, ...known.filter((other) => !same(other, made))].slice(0, maxRequests)
  try {
    putEntry(shells, { key, until: made.takenAt + days * 86_400_000, value })
    evictExpired(shells, now())
  } catch (error) {
    report.debug(`the request is not stored in ${shells.folder}: ${String(error)}`)
  }
}

/** The request of this shell's active session. */
export function activeRequest(env: Environment, { shells }: Cache, now: Date) {
  if (activeSession(env).state !== 'ours') return undefined
  const requests = requestsOf(env.ASSUME_KEY_ID ?? '', shells, now)
  const named = requests.find((request) => idOf(request) === env.ASSUME_REQUEST)
  return named ?? requests.find(({ plan }) => fits(plan, env)) ?? requests[0]
}

/** The request of this shell's previous session. */
export function requestBefore(env: Environment, { shells }: Cache, now: Date) {
  const previous = parsePrevious(env.ASSUME_PREVIOUS)
  if (!previous) return undefined
  const requests = requestsOf(previous.keyId, shells, now)
  return requests.find((request) => idOf(request) === previous.request)
}

/** The variables that a shell needs after it changes to another request. */
export function historyOf(
  next: Pick<Request, 'target' | 'options'>,
  env: Environment,
  cache: Cache,
  now: Date,
): RequestHistory {
  const request = idOf({ request: withoutRefresh(next) })
  const active = activeRequest(env, cache, now)
  if (!active) return { request }
  const { ASSUME_KEY_ID, ASSUME_PREVIOUS } = env
  const previous = idOf(active) === request ? ASSUME_PREVIOUS : `${ASSUME_KEY_ID}:${idOf(active)}`
  return { request, ...(previous !== undefined && { previous }) }
}

function withoutRefresh({ target, options }: Pick<Request, 'target' | 'options'>) {
  const { refresh: _, cached: __, ...lasting } = options
  return { target, options: lasting }
}

const fits = ({ label, settings }: Plan, env: Environment) =>
  label === env.ASSUME_ROLE &&
  Object.entries(settings).every(([name, value]) => env[name] === value)

const same = (one: ShellRequest, other: ShellRequest) => idOf(one) === idOf(other)

const idOf = ({ request }: Pick<ShellRequest, 'request'>) => fingerprint(JSON.stringify(request))

function requestsOf(keyId: string, shells: Cache['shells'], now: Date): readonly ShellRequest[] {
  const value = getEntry(shells, keyId, now)?.value
  return Array.isArray(value) ? value.map(withNewNames).filter(isRequest) : []
}

/** An entry of an earlier version has `longLived` for `isLongTerm`, and `places` for `endpoints`. */
function withNewNames(value: unknown): unknown {
  const { plan } = (value ?? {}) as { plan?: { source?: Record<string, unknown> } }
  if (typeof plan?.source?.longLived !== 'boolean') return value
  const { longLived, sso, ...source } = plan.source
  const { places, ...role } = (sso ?? {}) as Record<string, unknown>
  const newer = {
    ...source,
    isLongTerm: longLived,
    ...(sso !== undefined && { sso: { ...role, endpoints: places } }),
  }
  return { ...(value as object), plan: { ...plan, source: newer } }
}

/** Only this user can write the entry, but another version may have written it. */
function isRequest(value: unknown): value is ShellRequest {
  const { request, plan, takenAt } = (value ?? {}) as Partial<ShellRequest>
  const { target, options } = request ?? {}
  return (
    typeof target?.kind === 'string' &&
    typeof options === 'object' &&
    Array.isArray(plan?.steps) &&
    typeof plan.source?.kind === 'string' &&
    typeof plan.source.isLongTerm === 'boolean' &&
    typeof plan.settings === 'object' &&
    typeof takenAt === 'number'
  )
}
