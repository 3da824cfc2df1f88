import { idIn, nameIn, parsedLine, roleCountIn } from '../../plan/sso/index-line.ts'
import { type RoleCandidate, roleCandidate } from '../../plan/sso/partial-target.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import type { Candidate, ChoiceList } from './choice-list.ts'
import { placeOf } from './place-of.ts'
import { type RoleLine, textsOfLines } from './role-texts.ts'
import type { SearchTexts } from './search-texts.ts'

/**
 * All roles of the indexes. Parsing the lines of thousands of accounts takes longer than reading them, so the list
 * parses a line when one of its roles becomes visible.
 */
export class RoleList<T extends Candidate> implements ChoiceList<T> {
  readonly #lines: RoleLine[] = []
  /** The row of the first role of each line. */
  readonly #starts: number[] = []
  readonly #choiceOf: (role: RoleCandidate) => T
  readonly #separate = new Map<string, readonly T[]>()
  #length = 0

  /** @param separate the words of the roles that are not in the list itself. */
  constructor(
    indexes: readonly SessionIndex[],
    separate: ReadonlySet<string>,
    choiceOf: (role: RoleCandidate) => T,
  ) {
    this.#choiceOf = choiceOf
    const accounts = new Set([...separate].map((word) => word.slice(0, word.lastIndexOf(':'))))
    const isNamed = (line: string) => accounts.has(idIn(line)) || accounts.has(nameIn(line))
    for (const stored of indexes) {
      for (const line of stored.index.lines()) {
        this.#starts.push(this.#length)
        if (accounts.size > 0 && isNamed(line)) {
          const places = this.#withoutSeparate(stored, line, separate)
          this.#lines.push({ stored, line, places })
          this.#length += places.length
        } else {
          this.#lines.push({ stored, line })
          this.#length += roleCountIn(line)
        }
      }
    }
  }

  /** Returns the places of the roles that are in the list itself. */
  #withoutSeparate(
    stored: SessionIndex,
    line: string,
    separate: ReadonlySet<string>,
  ): readonly number[] {
    const account = parsedLine(line)
    return account.roles.flatMap((role, place) => {
      const candidate = roleCandidate(account, role, stored)
      const { word } = candidate
      if (!separate.has(word)) return [place]
      this.#separate.set(word, [...this.separate(word), this.#choiceOf(candidate)])
      return []
    })
  }

  /** The items with a word that is not in the list itself. Two sessions can have roles with the same word. */
  separate(word: string): readonly T[] {
    return this.#separate.get(word) ?? []
  }

  get length(): number {
    return this.#length
  }

  at(row: number): T | undefined {
    if (row < 0 || row >= this.#length) return undefined
    const at = placeOf(this.#starts, row)
    const found = this.#lines[at]
    if (!found) return undefined
    const { stored, line, places } = found
    const account = parsedLine(line)
    const place = row - (this.#starts[at] ?? 0)
    const role = account.roles[places ? (places[place] ?? -1) : place]
    return role === undefined ? undefined : this.#choiceOf(roleCandidate(account, role, stored))
  }

  texts(): readonly SearchTexts[] {
    return textsOfLines(this.#lines)
  }
}
