import type { RolePair } from '../sso/role-pairs.ts'
import { ssoSessionTitle } from '../sso/sso-session.ts'
import { type NameTemplate, safePart } from './name-template.ts'

/**
 * A name for each pair, of which no two are alike, not even without regard to case. All names that would be
 * alike get the number of their account. If they still are, they also get the role, and at last the session.
 * The order of the pairs has no influence.
 */
export function uniqueNames(
  pairs: readonly RolePair[],
  template: NameTemplate,
): ReadonlyMap<RolePair, string> {
  const all = pairs.map((pair): Candidate => ({ pair, forms: formsOf(pair, template), level: 0 }))
  for (let isDone = false; !isDone; ) {
    isDone = true
    for (const group of alike(all)) {
      for (const each of group) {
        if (each.level === each.forms.length - 1) continue
        each.level += 1
        isDone = false
      }
    }
  }
  return new Map(all.map((each) => [each.pair, nameOf(each)]))
}

interface Candidate {
  readonly pair: RolePair
  readonly forms: readonly string[]
  level: number
}

const nameOf = ({ forms, level }: Candidate) => forms[level] ?? ''

/** The groups of names that have to change. */
function alike(all: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups = new Map<string, Candidate[]>()
  for (const each of all) {
    const name = nameOf(each).toLowerCase()
    const group = groups.get(name)
    if (group) group.push(each)
    else groups.set(name, [each])
  }
  return [...groups].flatMap(([name, group]) =>
    group.length > 1 || isReserved(name) ? [group] : [],
  )
}

/** The names that a pair can have, each with more in it than the one before. */
function formsOf(pair: RolePair, { fields, nameOf }: NameTemplate): readonly string[] {
  const { account, role, session } = pair
  const { accountId } = account
  const name = nameOf(pair)
  const withAccount = fields.has('account_id') ? name : joined(name, accountId)
  const withRole = joined(withAccount, safePart(role))
  // Its last three parts contain no hyphen and no capital letter, so no two pairs have the same.
  const exact = joined(name, accountId, plain(role), plain(ssoSessionTitle(session)))
  return [...new Set([name, withAccount, withRole, exact])]
}

const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('-')

/** Different texts have different results, of small letters, digits and `_`. */
const plain = (text: string) =>
  text.replace(/[^a-z0-9]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)

/** AWS's tools use `[default]` if nobody names a profile, and a word of six digits is an MFA code. */
const isReserved = (name: string) => name === '' || /^(default|\d{6})$/.test(name)
