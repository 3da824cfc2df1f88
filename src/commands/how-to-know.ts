import type { Need } from '../plan/plan.ts'
import { kindCalled } from './kinds.ts'

/** Which call answers a need, for people. */
export const howToKnow = (need: Need): string => ways[need.fact](need)

const ways: { readonly [fact in Need['fact']]: (need: Need) => string } = {
  'caller identity': ({ source }) => {
    const { words } = kindCalled(source.kind)
    const whose = source.profile === undefined ? words : `${words} of profile "${source.profile}"`
    return `GetCallerIdentity tells, asked with ${whose}`
  },
}
