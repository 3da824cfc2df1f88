import type { Sts } from '../query/operation.ts'
import { plainSession, roleCaller } from '../state/caller.ts'
import type { Keyring } from '../state/keyring.ts'
import type { Role } from '../state/world.ts'

export type MachineKeys = ReturnType<Keyring['issue']>

/** Keys that AWS gives to a machine of its own, for six hours as EC2 does. */
export function machineSession(
  role: Role,
  name: string,
  { world, keyring, now }: Sts,
): MachineKeys {
  const end = new Date(Math.floor(now().getTime() / 1000 + 6 * 3600) * 1000)
  return keyring.issue(roleCaller(role, plainSession(name), world), end)
}
