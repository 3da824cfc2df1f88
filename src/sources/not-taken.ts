import { text } from '../config/profile.ts'
import { notTaken } from '../plan/not-taken.ts'
import type { ProfileSource } from './source.ts'

/**
 * A way that a profile can ask for and that we do not know. Static keys beside it, which come later
 * in the order, are other credentials than the AWS CLI would take.
 *
 * @param keys any one of them asks for it.
 */
export function otherWay(...keys: readonly string[]): ProfileSource {
  return {
    kind: keys.join(' or '),
    find(profile) {
      const key = keys.find((each) => text(profile, each) !== undefined)
      if (key === undefined) return undefined
      throw notTaken(profile, key)
    },
    async fetch(profile) {
      throw notTaken(profile, keys[0] ?? '')
    },
  }
}
