import type { Profile } from '../config/profile.ts'
import type { PlanInputs, SourceRecogniser } from './plan-inputs.ts'

/**
 * A profile is as it is on each machine, whatever this one has in its environment. One that is the
 * source of thousands is looked at once.
 */
export const onAnyMachine = (inputs: PlanInputs): PlanInputs => ({
  ...inputs,
  env: {},
  // Some machine has keys there, as it has what a `credential_source` names.
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
