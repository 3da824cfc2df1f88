import { visible } from '../../model/visible.ts'
import { nameIn, parsedLine, plainFields } from '../../plan/sso/index-line.ts'
import { accountWord, isNameEnough } from '../../plan/sso/partial-target.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { aboutRole } from './role-choice.ts'
import { type SearchTexts, searchable, type Tails } from './search-texts.ts'

/** A line of an index, whose roles are in a list. */
export interface RoleLine {
  readonly stored: SessionIndex
  readonly line: string
  /** The places of the roles that are in the list; undefined for all. */
  readonly places?: readonly number[]
}

/**
 * The texts of thousands of lines. The first frame waits for them, so the texts of a usual line are made of its lower
 * case without parsing it.
 */
export function textsOfLines(lines: readonly RoleLine[]): readonly SearchTexts[] {
  const text = lines.map(({ line }) => line).join('\n')
  const lowered = text.toLowerCase().split('\n')
  const titleOf = lastTitle()
  const known = new Map<string, Tails>()
  return lines.map((each, at) => {
    const fields = plainFields(lowered[at] ?? '')
    if (!fields) return textsOfLine(each)
    const { accountId, name, about, roles } = fields
    const { stored, line, places } = each
    const isEnough = isNameEnough(stored.index.hasSharedNames ? nameIn(line) : name, stored.index)
    // Thousands of accounts have the same few roles.
    let tails = places ? undefined : known.get(roles)
    if (!tails) {
      tails = tailsOf(each)
      if (!places) known.set(roles, tails)
    }
    return {
      head: isEnough ? name : accountId,
      tails,
      about: `${about}\t${titleOf(stored)}`,
    }
  })
}

/** Remembers one title, because the lines of an index follow each other. */
function lastTitle(): (stored: SessionIndex) => string {
  let last: SessionIndex | undefined
  let title = ''
  return (stored) => {
    if (stored !== last) title = textOf(ssoSessionTitle(stored.session))
    last = stored
    return title
  }
}

function textsOfLine(each: RoleLine): SearchTexts {
  const { stored, line } = each
  const account = parsedLine(line)
  return {
    head: textOf(accountWord(account, stored.index)),
    tails: tailsOf(each),
    about: textOf(aboutRole(account, stored.session)),
  }
}

function tailsOf({ line, places }: RoleLine): Tails {
  const { roles } = parsedLine(line)
  const listed = places ? places.map((place) => roles[place] ?? '') : roles
  return listed.map((role) => `:${textOf(role)}`)
}

const textOf = (text: string) => searchable(visible(text))
