import type { Talk } from '../model/talk.ts'
import type { KeysMemory, Memory, RoleMemory } from '../plan/memory.ts'
import type { CallerIdentity, Source } from '../plan/plan.ts'
import { find, keep, type Shelf, sweep } from '../store/shelf.ts'

/** A trust policy may have been changed since. */
const days = 30

/** What earlier runs were told by AWS. */
export function memoryIn(shelf: Shelf, now: () => Date): Memory {
  const recall = (key: string) => {
    const value = find(shelf, key, now())?.value
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  }
  return {
    ofRole: (roleArn, source) => {
      const { wantsMfa, wantsFreshCode } = recall(roleKey(roleArn, source))
      return {
        ...(wantsMfa === true && { wantsMfa }),
        ...(wantsFreshCode === true && { wantsFreshCode }),
      }
    },
    ofKeys: (source) => {
      const { getNoMfaSession, caller } = recall(source.identity)
      return {
        ...(getNoMfaSession === true && { getNoMfaSession }),
        ...(isCaller(caller) && { caller }),
      }
    },
  }
}

function isCaller(value: unknown): value is CallerIdentity {
  const { arn, accountId } = (value ?? {}) as Partial<Record<string, unknown>>
  return typeof arn === 'string' && typeof accountId === 'string' && /^\d{12}$/.test(accountId)
}

export function rememberRole(
  shelf: Shelf,
  roleArn: string,
  source: Source,
  what: RoleMemory,
  talk: Talk,
): void {
  remember(shelf, roleKey(roleArn, source), what, talk)
}

export function rememberKeys(shelf: Shelf, source: Source, what: KeysMemory, talk: Talk): void {
  remember(shelf, source.identity, what, talk)
}

const roleKey = (roleArn: string, { identity }: Source) => `${identity} ${roleArn}`

/** A memory that cannot be kept costs a call the next time, and is no reason to stop. */
function remember(shelf: Shelf, key: string, what: object, { now, report }: Talk): void {
  const before = find(shelf, key, now())?.value
  try {
    const value = { ...(typeof before === 'object' && before), ...what }
    keep(shelf, { key, until: now().getTime() + days * 86_400_000, value })
    sweep(shelf, now())
  } catch (error) {
    report.debug(`nothing remembered in ${shelf.folder}: ${String(error)}`)
  }
}
