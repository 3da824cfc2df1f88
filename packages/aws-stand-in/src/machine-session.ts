import { plainSession, roleCaller } from './caller.ts'
import type { Keyring } from './keyring.ts'
import type { Sts } from './operation.ts'
import type { Role } from './world.ts'

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
