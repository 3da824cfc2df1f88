import type { Profile } from '../config/profile.ts'
import type { PlanInputs, SourceRecogniser } from './plan-inputs.ts'

/**
 * Removes everything that depends on this machine, so that profiles are read as on any machine. It
 * caches the result for each profile, because thousands of profiles may share one source.
 */
export const onAnyMachine = (inputs: PlanInputs): PlanInputs => ({
  ...inputs,
  env: {},
  // Another machine may have credentials in its environment or in a `credential_source`.
  environmentSource: () => ({ kind: 'environment', identity: 'Environment', isLongTerm: false }),
  sources: inputs.sources.map(once),
  credentialSources: inputs.credentialSources.map((source) => ({
    ...source,
    find: () => ({ kind: source.kind, identity: source.word, isLongTerm: false }),
  })),
})

function once(source: SourceRecogniser): SourceRecogniser {
  const found = new Map<Profile, ReturnType<SourceRecogniser['find']>>()
  return {
    kind: source.kind,
    find(profile, profiles) {
      if (!found.has(profile)) found.set(profile, source.find(profile, profiles))
      return found.get(profile)
    },
  }
}
