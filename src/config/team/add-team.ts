import { type Merged, merge } from '../parse/merge.ts'
import type { SourceFile } from '../parse/source-file.ts'
import type { HiddenProfile, Profile, TeamFile } from '../profile.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'

export interface TeamSource {
  readonly team: TeamFile
  readonly source: SourceFile
}

/**
 * Adds the sections of a team's files. They add nothing to an existing section, and the first file that has a
 * section decides it.
 */
export function addTeam(
  own: Merged,
  files: readonly TeamSource[],
): {
  readonly merged: Merged
  readonly hidden: readonly HiddenProfile[]
  readonly warnings: readonly ConfigWarning[]
} {
  const profiles = new Map(own.profiles)
  const ssoSessions = new Map(own.ssoSessions)
  const services = new Map(own.services)
  const hidden: HiddenProfile[] = []
  const warnings: ConfigWarning[] = []
  for (const { team, source } of files) {
    const found = merge([source])
    for (const profile of found.profiles.values()) {
      const before = profiles.get(profile.name)
      if (profile.name === 'default') warnings.push(refusedDefault(profile, team))
      else if (before) hidden.push(hiddenBy(before, profile, team))
      else profiles.set(profile.name, { ...profile, team })
    }
    addMissing(ssoSessions, found.ssoSessions, team)
    if (team.isTrusted) addMissing(services, found.services, team)
  }
  return { merged: { profiles, ssoSessions, services }, hidden, warnings }
}

function addMissing(
  sections: Map<string, Profile>,
  found: ReadonlyMap<string, Profile>,
  team: TeamFile,
): void {
  for (const [name, section] of found) {
    if (!sections.has(name)) sections.set(name, { ...section, team })
  }
}

const placeIn = ({ header }: Profile, { file }: TeamFile) => header ?? { file, line: 1 }

const hiddenBy = (before: Profile, profile: Profile, team: TeamFile): HiddenProfile => ({
  ...placeIn(profile, team),
  name: profile.name,
  by: before.team?.file ?? before.header?.file ?? 'your own files',
})

const refusedDefault = (profile: Profile, team: TeamFile) =>
  warning(
    placeIn(profile, team),
    '[default] is refused in this file, because it would give its keys to every bare role ARN',
    'give the section a name',
    { profile: 'default' },
  )
