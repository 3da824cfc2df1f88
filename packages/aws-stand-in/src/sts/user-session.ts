import type { Sts } from '../query/operation.ts'
import { userCaller } from '../state/caller.ts'
import type { User } from '../state/world.ts'
import type { MachineKeys } from './machine-session.ts'

/** Keys of a session of the user, with all that the user may do, as signing in by browser gives. */
export function userSession(
  user: User,
  seconds: number,
  { world, keyring, now }: Sts,
): MachineKeys {
  const caller = { ...userCaller(user, world), keys: 'temporary' as const }
  const end = new Date((Math.floor(now().getTime() / 1000) + seconds) * 1000)
  return keyring.issue(caller, end)
}
