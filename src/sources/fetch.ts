import type { Credentials } from '../model/credentials.ts'
import type { Source } from '../plan/plan.ts'
import type { World } from '../plan/world.ts'
import { environment } from './environment.ts'
import { profileSources } from './index.ts'

/** The credentials that a plan starts from. */
export async function fetchCredentials(source: Source, world: World): Promise<Credentials> {
  const profile =
    source.profile === undefined ? undefined : world.profiles.profiles.get(source.profile)
  if (!profile) return environment.fetch(world.env)
  const found = profileSources.find(({ kind }) => kind === source.kind)
  if (found) return found.fetch(profile)
  throw new Error(`no source of the kind "${source.kind}"`)
}
