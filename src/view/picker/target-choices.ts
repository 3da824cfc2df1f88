import type { Cache } from '../../cache/cache.ts'
import { cachedProfiles } from '../../cache/cached-profiles.ts'
import { cachedRoles } from '../../cache/cached-roles.ts'
import { type UsedTarget, usedTargets } from '../../cache/used-targets.ts'
import { type Profile, text } from '../../config/profile.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type Target, targetOf } from '../../plan/request.ts'
import type { RoleCandidate } from '../../plan/sso/partial-target.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { ssoIdentity } from '../../plan/sso/sso-source.ts'
import { rowMaker } from '../profile-row.ts'
import { type Candidate, type ChoiceList, listOf, listOfBoth } from './choice-list.ts'
import { cachedCell, roleChoice } from './role-choice.ts'
import { RoleList } from './role-list.ts'

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
): ChoiceList<TargetChoice> {
  const used = usedTargets(cache)
  const profiles = profileChoices(inputs, cache, now)
  const roles = roleChoices(used, indexes, cache, now)
  const first = used.flatMap((target) => {
    const [word] = target.words
    if (target.kind === 'profile') return take(profiles, word)
    const known = target.kind === 'sso-role' ? roles.separate(word) : []
    return known.length > 0 ? known : [choiceOfWords(target)]
  })
  return listOfBoth(listOf([...first, ...profiles.values()]), roles)
}

type ByProfile = Map<string, TargetChoice>

/** Removes a profile from a map. */
function take(profiles: ByProfile, name: string): readonly TargetChoice[] {
  const taken = profiles.get(name)
  profiles.delete(name)
  return taken ? [taken] : []
}

function profileChoices(inputs: PlanInputs, cache: Cache, now: Date): ByProfile {
  const cached = cachedProfiles(inputs, cache, now)
  const rowOf = rowMaker(inputs, now)
  const choices: ByProfile = new Map()
  for (const [profile, found] of inputs.profiles.profiles) {
    if (profile === '') continue
    const choice: TargetChoice = {
      name: visible(profile),
      about: () => aboutProfile(found),
      picked: { kind: 'profile', profile },
      cells() {
        const { account, role, region, mfa, problem } = rowOf(found)
        const state = cachedCell(cached.get(profile), now)
        return [account, state, mfa && 'MFA', region, role, problem].map((cell) =>
          visible(cell ?? ''),
        )
      },
    }
    choices.set(profile, choice)
  }
  return choices
}

function aboutProfile(profile: Profile): string {
  const value = (key: string) => text(profile, key) ?? ''
  return `${value('role_arn')} ${value('sso_account_id')} ${value('sso_role_name')} ${value('region')}`
}

/** The list does not contain the roles that were used before. */
function roleChoices(
  used: readonly UsedTarget[],
  indexes: readonly SessionIndex[],
  cache: Cache,
  now: Date,
): RoleList<TargetChoice> {
  const cached = indexes.length > 0 ? cachedRoles(cache, now) : new Map<string, Date>()
  const words = used.flatMap(({ kind, words: [word] }) => (kind === 'sso-role' ? [word] : []))
  return new RoleList(indexes, new Set(words), (role) => {
    const { word, account, session } = role
    const { accountId, accountName, email } = account
    const title = ssoSessionTitle(session)
    const choice = roleChoice(role, () => {
      const state = cachedCell(cached.get(ssoIdentity(title, accountId, role.role)), now)
      const about = word.startsWith(`${accountId}:`) ? accountName : email
      return [accountId, state, '', '', about, indexes.length > 1 ? title : '']
    })
    return { ...choice, picked: role }
  })
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
