import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Source } from '../plan/plan.ts'
import { kindOfKeys, type ProcessKeys, processKind } from '../plan/process-keys.ts'
import type { World } from '../plan/world.ts'
import { credentialSources, profileSources } from './index.ts'
import { fetchSso } from './sso.ts'

/**
 * The credentials that a plan starts from. Fetched once in a world, also if AWS is asked whose they
 * are before they are used: a `credential_process` may ask a person, and metadata is asked for them.
 */
export function fetchCredentials(
  source: Source,
  world: World,
  interaction: Interaction,
): Promise<Credentials> {
  const ofWorld = fetched.get(world) ?? new Map<string, Promise<Credentials>>()
  fetched.set(world, ofWorld)
  const name = JSON.stringify([source.kind, source.profile, source.identity])
  const credentials = ofWorld.get(name) ?? fetchNow(source, world, interaction)
  ofWorld.set(name, credentials)
  // A sign-in may have mended it when it is tried again.
  credentials.catch(() => ofWorld.delete(name))
  return credentials
}

/** What programs have printed in a world so far, by the identity of the source. */
export function printedKeys(world: World): Map<string, ProcessKeys> {
  const known = printed.get(world) ?? new Map<string, ProcessKeys>()
  printed.set(world, known)
  return known
}

const printed = new WeakMap<World, Map<string, ProcessKeys>>()

const fetched = new WeakMap<World, Map<string, Promise<Credentials>>>()

async function fetchNow(
  source: Source,
  world: World,
  interaction: Interaction,
): Promise<Credentials> {
  if (source.sso) return fetchSso(source, world, interaction)
  const profile =
    source.profile === undefined ? undefined : world.profiles.profiles.get(source.profile)
  if (!profile) {
    const place = credentialSources.find(({ kind }) => kind === source.kind)
    if (place) return place.fetch(world.env)
  }
  const found = profileSources.find(({ kind }) => kind === source.kind)
  if (profile && found?.fetch) {
    const credentials = await found.fetch(profile, world, interaction)
    const { kind, identity } = source
    if (kind === processKind) printedKeys(world).set(identity, kindOfKeys(credentials))
    return credentials
  }
  throw new Error(`no source of the kind "${source.kind}"`)
}
