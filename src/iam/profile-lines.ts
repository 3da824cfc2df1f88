import { type Profiles, text } from '../config/profile.ts'
import { deviceWithCodes, type ExistingResources } from './found.ts'
import { deviceOf, roleArnOf, type Setup } from './setup.ts'

/** The profile by which `assume NAME`, the AWS CLI and every SDK reach the role. */
export interface RoleProfile {
  readonly name: string
  /** For `~/.aws/config`; none where it says so already. */
  readonly lines: readonly string[]
}

/** @param region of the profile; none unless given. */
export function roleProfile(
  setup: Setup,
  found: ExistingResources,
  region: string | undefined,
  { profiles }: Profiles,
): RoleProfile {
  const arn = roleArnOf(setup)
  const there = [...profiles.values()].find(
    (each) => text(each, 'role_arn') === arn && text(each, 'source_profile') === setup.user,
  )
  if (there) return { name: there.name, lines: [] }
  const name = profiles.has(setup.role) ? `${setup.user}-${setup.role}` : setup.role
  const device = deviceWithCodes(found.user?.devices ?? []) ?? deviceOf(setup)
  return {
    name,
    lines: [
      `[profile ${name}]`,
      `role_arn = ${arn}`,
      `source_profile = ${setup.user}`,
      ...(setup.mfa ? [`mfa_serial = ${device}`] : []),
      ...(region !== undefined ? [`region = ${region}`] : []),
    ],
  }
}
