import type { Profile, Profiles } from '../profile.ts'
import type { ParsedSection } from './parsed-file.ts'
import type { SectionKind } from './section-name.ts'
import type { SourceFile } from './source-file.ts'

export type Merged = Pick<Profiles, 'profiles' | 'ssoSessions' | 'services'>

/** Merges the config file and then the credentials file, as botocore's `Session.full_config` does. */
export function merge(files: readonly SourceFile[]): Merged {
  const found: Record<SectionKind, Map<string, Profile>> = {
    profile: new Map(),
    'sso-session': new Map(),
    services: new Map(),
  }
  for (const source of files) {
    for (const { section, known } of source.sections) {
      if (!known) continue
      const named = found[known.kind]
      named.set(known.name, profileFrom(source, known.name, section, named.get(known.name)))
    }
  }
  return { profiles: found.profile, ssoSessions: found['sso-session'], services: found.services }
}

function profileFrom(
  source: SourceFile,
  name: string,
  section: ParsedSection,
  before: Profile | undefined,
): Profile {
  const header = { file: source.file, line: section.line }
  const keys = section.values
  // Within the config file the later of `[default]` and `[profile default]` replaces the other with
  // all its keys. The credentials file adds keys to the profile, and its values take precedence.
  if (!before || source.origin === 'config') return { name, keys, header }
  return { ...before, keys: new Map([...before.keys, ...keys]) }
}
