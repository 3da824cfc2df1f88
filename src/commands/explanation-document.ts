import type { CachedSteps } from '../cache/cached-steps.ts'
import type { Explanation } from '../plan/explain.ts'
import type { Need } from '../plan/plan.ts'
import { howToKnow } from './how-to-know.ts'

/** A plan for programs. Its names stay; what is not known is not there. */
export function explanationDocument(
  { target, known, where, source, steps, notes, needs, danger, settingsFiles }: Explanation,
  endpoint: string,
  cached: CachedSteps,
) {
  const { region, fips, dualstack, caBundle, retries } = where
  const profile = known?.profile ?? source.profile
  return {
    target,
    ...(profile !== undefined && { profile }),
    ...(known && { label: known.label }),
    region,
    endpoint,
    fips,
    dualstack,
    ...(caBundle && { caBundle }),
    ...(retries && { retries }),
    ...(known && { from: known.why }),
    source,
    steps: steps.map((step, index) => {
      const keptUntil = cached[index]
      return { ...step, ...(keptUntil && { keptUntil }) }
    }),
    settings: known?.settings ?? {},
    ...(danger && {
      danger: { pattern: danger.pattern, matches: danger.matches, from: danger.place },
    }),
    settingsFiles,
    notes,
    needs: needs.map((need: Need) => ({ fact: need.fact, how: howToKnow(need) })),
  }
}
