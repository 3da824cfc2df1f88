import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type { ProcessKeys, Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { kindOfKeys, processKind } from '../plan/route/process-keys.ts'
import { fetchSso } from '../sso/sso.ts'
import { credentialSources, profileSources } from './index.ts'

/**
 * The credentials that a plan starts from. Fetched once in a world, also if AWS is asked whose they
 * are before they are used: a `credential_process` may ask a person, and metadata is asked for them.
 */
export function fetchCredentials(
  source: Source,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Credentials> {
  const ofInputs = fetched.get(inputs) ?? new Map<string, Promise<Credentials>>()
  fetched.set(inputs, ofInputs)
  const name = JSON.stringify([source.kind, source.profile, source.identity])
  const credentials = ofInputs.get(name) ?? fetchNow(source, inputs, interaction)
  ofInputs.set(name, credentials)
  // A sign-in may have fixed it when it is tried again.
  credentials.catch(() => ofInputs.delete(name))
  return credentials
}

/** What programs have printed in a world so far, by the identity of the source. */
export function printedKeys(inputs: PlanInputs): Map<string, ProcessKeys> {
  const known = printed.get(inputs) ?? new Map<string, ProcessKeys>()
  printed.set(inputs, known)
  return known
}

const printed = new WeakMap<PlanInputs, Map<string, ProcessKeys>>()

const fetched = new WeakMap<PlanInputs, Map<string, Promise<Credentials>>>()

async function fetchNow(
  source: Source,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Credentials> {
  if (source.sso) return fetchSso(source, inputs, interaction)
  const profile =
    source.profile === undefined ? undefined : inputs.profiles.profiles.get(source.profile)
  if (!profile) {
    const place = credentialSources.find(({ kind }) => kind === source.kind)
    if (place) return place.fetch(inputs.env)
  }
  const found = profileSources.find(({ kind }) => kind === source.kind)
  if (profile && found?.fetch) {
    const credentials = await found.fetch(profile, inputs, interaction)
    const { kind, identity } = source
    if (kind === processKind) printedKeys(inputs).set(identity, kindOfKeys(credentials))
    return credentials
  }
  throw new Error(`no source of the kind "${source.kind}"`)
}
