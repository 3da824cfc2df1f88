import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type { ProcessKeys } from '../plan/facts.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { kindOfKeys, processKind } from '../plan/route/process-keys.ts'
import { credentialSources, profileSources } from './index.ts'

/**
 * The source credentials of a plan. They are fetched once per set of inputs, also if GetCallerIdentity uses
 * them first: a `credential_process` can ask the user, and a metadata endpoint costs a call.
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
  // A later attempt can succeed, for example after a sign-in.
  credentials.catch(() => ofInputs.delete(name))
  return credentials
}

/** The kinds of keys that programs have printed for these inputs, by the identity of the source. */
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
  const { kind, identity } = source
  const ofMachine = credentialSources.find((each) => each.kind === kind)
  if (ofMachine) {
    const { sayIfSlow } = await import('../model/say-if-slow.ts')
    return sayIfSlow(interaction.report, ofMachine.place, () => ofMachine.fetch(inputs.env))
  }
  const ofProfile = profileSources.find((each) => each.kind === kind)
  if (!ofProfile?.fetch) throw new Error(`no credentials of the kind "${kind}"`)
  const credentials = await ofProfile.fetch(source, inputs, interaction)
  if (kind === processKind) printedKeys(inputs).set(identity, kindOfKeys(credentials))
  return credentials
}
