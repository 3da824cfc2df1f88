import type { CachedSteps } from '../cache/cached-steps.ts'
import type { Profiles } from '../config/profile.ts'
import type { Explanation } from '../plan/explain.ts'
import type { Need } from '../plan/facts.ts'
import { howToKnow } from './how-to-know.ts'

/** A plan as JSON. Unknown values are absent. `keptUntil` is the older name of `cachedUntil`. */
export function explanationDocument(
  {
    target,
    known,
    endpointConfig,
    source,
    steps,
    notes,
    needs,
    danger,
    settingsFiles,
  }: Explanation,
  endpoint: string,
  cached: CachedSteps,
  { profiles }: Profiles,
) {
  const { region, fips, dualstack, caBundle, retries } = endpointConfig
  const profile = known?.profile ?? source.profile
  const team = profile === undefined ? undefined : profiles.get(profile)?.team
  return {
    target,
    ...(profile !== undefined && { profile }),
    ...(team && { teamFile: { file: team.file, from: team.namedBy } }),
    ...(known && { label: known.label }),
    region,
    endpoint,
    fips,
    dualstack,
    ...(caBundle && { caBundle }),
    ...(retries && { retries }),
    ...(known && { from: known.why }),
    source: withOlderNames(source),
    steps: steps.map((step, index) => {
      const cachedUntil = cached[index]
      return { ...step, ...(cachedUntil && { cachedUntil, keptUntil: cachedUntil }) }
    }),
    settings: known?.settings ?? {},
    ...(known && Object.keys(known.defaults).length > 0 && { targetDefaults: known.defaults }),
    ...(danger && {
      danger: { pattern: danger.pattern, matches: danger.matches, from: danger.place },
    }),
    settingsFiles,
    notes,
    needs: needs.map((need: Need) => ({ fact: need.fact, how: howToKnow(need) })),
  }
}

/** `longLived` is the older name of `isLongTerm`, and `places` of `endpoints`. */
const withOlderNames = ({ sso, ...source }: Explanation['source']) => ({
  ...source,
  longLived: source.isLongTerm,
  ...(sso && { sso: { ...sso, ...(sso.endpoints && { places: sso.endpoints }) } }),
})
