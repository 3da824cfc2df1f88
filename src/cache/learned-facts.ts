import type { Interaction } from '../model/interaction.ts'
import { isRoleMaximum } from '../model/values/duration.ts'
import type { CallerIdentity } from '../plan/facts.ts'
import type { CachedMfaSession, KeyFacts, LearnedFacts, RoleFacts } from '../plan/learned-facts.ts'
import type { Plan, Source } from '../plan/plan.ts'
import { sessionKey, stsOf } from '../plan/session-key.ts'
import { isSerial } from '../plan/values/serial.ts'
import type { Cache } from './cache.ts'
import { type EntryStore, evictExpired, getEntry, listEntries, putEntry } from './entry-store.ts'
import { usedTargets } from './used-targets.ts'

/** A fact expires, because the trust policy can change. */
const days = 30

/** Facts that AWS has returned to earlier runs. */
export function learnedFactsIn(cache: Cache, now: () => Date): LearnedFacts {
  const { learnedFacts, sessions } = cache
  const recall = (key: string) => {
    const value = getEntry(learnedFacts, key, now())?.value
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  }
  return {
    ofRole: (roleArn, source) => {
      const { wantsMfa, wantsFreshCode, exists } = recall(roleKey(roleArn, source))
      return {
        ...(exists === true && { exists }),
        ...(wantsMfa === true && { wantsMfa }),
        ...(wantsFreshCode === true && { wantsFreshCode }),
      }
    },
    ofKeys: (source) => {
      const { getNoMfaSession, caller, serial, mfaSession, processKeys } = recall(source.identity)
      const there = sessions && mfaSessionIn(mfaSession, sessions, now())
      return {
        ...(getNoMfaSession === true && { getNoMfaSession }),
        ...(isCaller(caller) && { caller }),
        ...(typeof serial === 'string' && isSerial(serial) && { serial }),
        ...((processKeys === 'user' || processKeys === 'temporary') && { processKeys }),
        ...(there && { mfaSession: there }),
      }
    },
    maximumOf: (roleArn) => {
      const { maximum } = recall(maximumKey(roleArn))
      if (maximum === 'unknown') return maximum
      return typeof maximum === 'number' && isRoleMaximum(maximum) ? maximum : undefined
    },
    hasTaken: (user, role) =>
      usedTargets(cache).some(({ words }) => words[0] === user && words[1] === role),
  }
}

/** A session with less than a minute left is ignored: it could expire before the role is assumed. */
function mfaSessionIn(
  value: unknown,
  sessions: EntryStore,
  now: Date,
): CachedMfaSession | undefined {
  const { key, serial, seconds, sts } = (value ?? {}) as Partial<Record<string, unknown>>
  if (typeof key !== 'string' || !getEntry(sessions, key, new Date(now.getTime() + 60_000))) {
    return undefined
  }
  const isWhole = typeof serial === 'string' && typeof seconds === 'number'
  return isWhole && typeof sts === 'string' ? { serial, seconds, sts } : undefined
}

function isCaller(value: unknown): value is CallerIdentity {
  const { arn, accountId } = (value ?? {}) as Partial<Record<string, unknown>>
  return typeof arn === 'string' && typeof accountId === 'string' && /^\d{12}$/.test(accountId)
}

export function learnRole(
  store: EntryStore,
  roleArn: string,
  source: Source,
  what: RoleFacts,
  interaction: Interaction,
): void {
  learn(store, roleKey(roleArn, source), what, interaction)
}

/** @param last index of the step that made the session. */
export function learnMfaSession(
  store: EntryStore,
  plan: Plan,
  last: number,
  interaction: Interaction,
): void {
  const step = plan.steps[last]
  if (step?.operation !== 'GetSessionToken') return
  const { SerialNumber: serial, DurationSeconds: seconds } = step.input
  const mfaSession = { key: sessionKey(plan, last), serial, seconds, sts: stsOf(plan) }
  learn(store, plan.source.identity, { mfaSession }, interaction)
}

export function learnKeys(
  store: EntryStore,
  source: Source,
  what: Omit<KeyFacts, 'mfaSession'>,
  interaction: Interaction,
): void {
  learn(store, source.identity, what, interaction)
}

/** The ARNs of the roles that AWS has given. */
export function rolesInFacts({ learnedFacts }: Cache, now: Date): readonly string[] {
  return listEntries(learnedFacts, now).flatMap(({ key, value }) => {
    const { exists, wantsMfa, wantsFreshCode, maximum } = (value ?? {}) as Record<string, unknown>
    const isGiven = exists === true || wantsMfa === true || wantsFreshCode === true
    return isGiven || typeof maximum === 'number' ? (/arn:\S+:role\/\S+$/.exec(key) ?? []) : []
  })
}

/** The maximum is stored for a day, because the role's MaxSessionDuration can be raised. */
export function learnMaximum(
  store: EntryStore,
  roleArn: string,
  maximum: number | 'unknown',
  interaction: Interaction,
): void {
  learn(store, maximumKey(roleArn), { maximum }, interaction, 1)
}

const maximumKey = (roleArn: string) => `maximum of ${roleArn}`

const roleKey = (roleArn: string, { identity }: Source) => `${identity} ${roleArn}`

/** If a fact cannot be stored, only the next run needs another call. */
function learn(
  store: EntryStore,
  key: string,
  what: object,
  { now, report }: Interaction,
  lasting = days,
): void {
  const before = getEntry(store, key, now())?.value
  try {
    const value = { ...(typeof before === 'object' && before), ...what }
    putEntry(store, { key, until: now().getTime() + lasting * 86_400_000, value })
    evictExpired(store, now())
  } catch (error) {
    report.debug(`nothing remembered in ${store.folder}: ${String(error)}`)
  }
}
