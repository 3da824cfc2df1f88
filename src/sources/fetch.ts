import type { Credentials } from '../model/credentials.ts'
import type { Source } from '../plan/plan.ts'
import type { World } from '../plan/world.ts'
import { credentialSources, profileSources } from './index.ts'

/** The credentials that a plan starts from. */
export async function fetchCredentials(source: Source, world: World): Promise<Credentials> {
  const profile =
    source.profile === undefined ? undefined : world.profiles.profiles.get(source.profile)
  if (!profile) {
    const place = credentialSources.find(({ kind }) => kind === source.kind)
    if (place) return place.fetch(world.env)
  }
  const found = profileSources.find(({ kind }) => kind === source.kind)
  if (profile && found?.fetch) return found.fetch(profile, world.env)
  throw new Error(`no source of the kind "${source.kind}"`)
}
