import type { Profile } from '../config/profile.ts'
import { SESSION_KEYS } from '../config/profile-keys.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'

const ownKeys: ReadonlySet<string> = new Set([...SESSION_KEYS, 'mfa_process'])

/**
 * The inputs without the settings and the profile keys that only assume reads. AWS's tools also fail with a
 * profile that cannot be planned with these inputs.
 */
export function asAwsReads(inputs: PlanInputs): PlanInputs {
  const { profiles, settings } = inputs
  return {
    ...inputs,
    settings: { file: settings.file, files: settings.files, guards: [], warnings: [] },
    profiles: {
      ...profiles,
      profiles: new Map([...profiles.profiles].map(([name, each]) => [name, withoutOwn(each)])),
    },
  }
}

const withoutOwn = (profile: Profile): Profile => ({
  ...profile,
  keys: new Map(
    [...profile.keys].filter(
      ([key, { writtenAs }]) => !ownKeys.has(key) && writtenAs === undefined,
    ),
  ),
})
