import { type Cache, openCache } from '../../cache/cache.ts'
import { cachedProfiles } from '../../cache/cached-profiles.ts'
import { type UsedTarget, usedTargets } from '../../cache/used-targets.ts'
import { text } from '../../config/profile.ts'
import type { Context } from '../../model/context.ts'
import { shownTime } from '../../model/time-left.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type Target, targetOf } from '../../plan/request.ts'
import { readPlanInputs } from '../../session/read-plan-inputs.ts'
import { rowMaker } from '../profile-row.ts'
import type { Candidate } from './choice.ts'
import { marksFor } from './marks.ts'

interface TargetCandidate extends Candidate {
  readonly target: Target
}

// Import this file on demand: a named target needs none of it.

/**
 * Lets the user select a profile or a target that was used before, the most used first.
 *
 * @param typed the text that the search begins with.
 * @returns undefined if there is nothing to select, `cancelled` if the user cancels.
 */
export async function pickTarget(
  context: Context,
  typed: string,
): Promise<Target | 'cancelled' | undefined> {
  const inputs = await readPlanInputs(context)
  const candidates = candidatesOf(inputs, openCache(context, inputs.settings), context.now())
  if (candidates.length === 0) return undefined
  const { SearchChoice } = await import('./choice.ts')
  const { chooseOnTerminal } = await import('../../terminal/terminal-screen.ts')
  const choice = new SearchChoice(candidates, marksFor(context.env), visible(typed))
  const outcome = await chooseOnTerminal(choice, context)
  return outcome === 'done' && choice.chosen ? choice.chosen.target : 'cancelled'
}

function candidatesOf(inputs: PlanInputs, cache: Cache, now: Date): readonly TargetCandidate[] {
  const { profiles } = inputs.profiles
  const cached = cachedProfiles(inputs, cache, now)
  const rowOf = rowMaker(inputs, now)
  const ofProfile = (profile: string): TargetCandidate[] => {
    const found = profiles.get(profile)
    if (!found || profile === '') return []
    return [
      {
        name: visible(profile),
        about: () => aboutKeys.map((key) => text(found, key) ?? '').join(' '),
        target: { kind: 'profile', profile },
        cells() {
          const { account, role, region, mfa, problem } = rowOf(found)
          const until = cached.get(profile)
          const left = until && shownTime((until.getTime() - now.getTime()) / 1000)
          const state = left && `cached ${left}`
          return [account, state, mfa && 'MFA', region, role, problem].map((cell) =>
            visible(cell ?? ''),
          )
        },
      },
    ]
  }
  const used = usedTargets(cache)
  const first = used.flatMap((each) =>
    each.kind === 'profile' ? ofProfile(each.words[0]) : [ofWords(each)],
  )
  const shown = new Set(first.map(({ target }) => target.kind === 'profile' && target.profile))
  const others = [...profiles.keys()].filter((name) => !shown.has(name)).flatMap(ofProfile)
  return [...first, ...others]
}

const aboutKeys = ['role_arn', 'sso_account_id', 'sso_role_name', 'region']

/** The target is parsed from the same words as on the command line. */
function ofWords({ words }: UsedTarget): TargetCandidate {
  const { target } = targetOf({ words, profile: undefined, tokenCode: undefined })
  return { name: visible(words.join(' ')), about: () => '', target, cells: () => ['used before'] }
}
