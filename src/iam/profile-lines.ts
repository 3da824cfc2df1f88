import { type Profiles, text } from '../config/profile.ts'
import { deviceWithCodes, type ExistingResources } from './found.ts'
import { deviceOf, roleArnOf, type Setup } from './setup.ts'

/** The profile with which `assume NAME`, the AWS CLI and every SDK assume the role. */
export interface RoleProfile {
  readonly name: string
  /** The lines for `~/.aws/config`. Empty if the file already has this profile. */
  readonly lines: readonly string[]
}

/** @param region the region of the profile, if there is one. */
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
