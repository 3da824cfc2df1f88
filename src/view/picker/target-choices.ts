import type { Cache } from '../../cache/cache.ts'
import { cachedProfiles } from '../../cache/cached-profiles.ts'
import { cachedRoles } from '../../cache/cached-roles.ts'
import { type UsedTarget, usedTargets } from '../../cache/used-targets.ts'
import { text } from '../../config/profile.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type Target, targetOf } from '../../plan/request.ts'
import { allCandidates, type RoleCandidate } from '../../plan/sso/partial-target.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { ssoIdentity } from '../../plan/sso/sso-source.ts'
import { rowMaker } from '../profile-row.ts'
import type { Candidate } from './choice.ts'
import { cachedCell, roleChoice } from './role-choice.ts'

/** What a person picks: a target, or a role of IAM Identity Center. */
export type Picked = Target | RoleCandidate

export interface TargetChoice extends Candidate {
  readonly picked: Picked
}

/** The targets that were used before, the most used first, then all other profiles and all other roles. */
export function targetChoices(
  inputs: PlanInputs,
  indexes: readonly SessionIndex[],
  cache: Cache,
  now: Date,
): readonly TargetChoice[] {
  const profiles = profileChoices(inputs, cache, now)
  const roles = roleChoices(indexes, cache, now)
  const first = usedTargets(cache).flatMap((used) => {
    const [word] = used.words
    if (used.kind === 'profile') return take(profiles, word)
    const known = used.kind === 'sso-role' ? take(roles, word) : []
    return known.length > 0 ? known : [choiceOfWords(used)]
  })
  return [...first, ...[...profiles.values()].flat(), ...[...roles.values()].flat()]
}

type ByWord = Map<string, readonly TargetChoice[]>

/** Removes the items of a word from a map. */
function take(choices: ByWord, word: string): readonly TargetChoice[] {
  const taken = choices.get(word) ?? []
  choices.delete(word)
  return taken
}

function profileChoices(inputs: PlanInputs, cache: Cache, now: Date): ByWord {
  const cached = cachedProfiles(inputs, cache, now)
  const rowOf = rowMaker(inputs, now)
  const choices: ByWord = new Map()
  for (const [profile, found] of inputs.profiles.profiles) {
    if (profile === '') continue
    const choice: TargetChoice = {
      name: visible(profile),
      about: () => aboutKeys.map((key) => text(found, key) ?? '').join(' '),
      picked: { kind: 'profile', profile },
      cells() {
        const { account, role, region, mfa, problem } = rowOf(found)
        const state = cachedCell(cached.get(profile), now)
        return [account, state, mfa && 'MFA', region, role, problem].map((cell) =>
          visible(cell ?? ''),
        )
      },
    }
    choices.set(profile, [choice])
  }
  return choices
}

const aboutKeys = ['role_arn', 'sso_account_id', 'sso_role_name', 'region']

/** Two sessions can have roles with the same words. */
function roleChoices(indexes: readonly SessionIndex[], cache: Cache, now: Date): ByWord {
  const choices: ByWord = new Map()
  if (indexes.length === 0) return choices
  const cached = cachedRoles(cache, now)
  for (const role of indexes.flatMap(allCandidates)) {
    const { word, account, session } = role
    const { accountId, accountName, email } = account
    const title = ssoSessionTitle(session)
    const choice = roleChoice(role, () => {
      const state = cachedCell(cached.get(ssoIdentity(title, accountId, role.role)), now)
      const about = word.startsWith(`${accountId}:`) ? accountName : email
      return [accountId, state, '', '', about, indexes.length > 1 ? title : '']
    })
    choices.set(word, [...(choices.get(word) ?? []), { ...choice, picked: role }])
  }
  return choices
}

/** The target is parsed from the same words as on the command line. */
function choiceOfWords({ words }: UsedTarget): TargetChoice {
  const { target } = targetOf({ words, profile: undefined, tokenCode: undefined })
  return {
    name: visible(words.join(' ')),
    about: () => '',
    picked: target,
    cells: () => ['used before'],
  }
}
