import { namePattern } from '../plan/many-targets.ts'
import type { ProfileRow } from './profile-row.ts'

/** The profiles that a list shows. */
export interface ListFilter {
  /** Parts of names, or patterns with `*` and `?` for whole names. */
  readonly words: readonly string[]
  /** Patterns for whole names. */
  readonly patterns: readonly string[]
}

/** The test for the name of a profile. Without words and patterns all names pass. */
export function listFilter({ words, patterns }: ListFilter): (name: string) => boolean {
  const forms = [
    ...patterns.map(namePattern),
    ...words.map((word) => namePattern(/[*?]/.test(word) ? word : `*${word}*`)),
  ].map((form) => new RegExp(form.source, `${form.flags}i`))
  return (name) => forms.length === 0 || forms.some((form) => form.test(name))
}

/**
 * The rows in groups: the roles that the keys of one profile or one sign-in to IAM Identity Center lead to
 * stand together. A group stands where its first profile stands in the files, and begins with the profile
 * of the keys.
 */
export function inGroups<Row extends Pick<ProfileRow, 'profile' | 'source'>>(
  rows: readonly Row[],
  signInOf: (profile: string) => string | undefined,
): readonly Row[] {
  const keysOf = ({ profile, source }: Row) => source?.profile ?? profile.name
  const groupOf = (row: Row) => signInOf(keysOf(row)) ?? `profile ${keysOf(row)}`
  const groups = new Map<string, Map<string, Row[]>>()
  for (const row of rows) {
    const group = groups.get(groupOf(row)) ?? new Map<string, Row[]>()
    const members = group.get(keysOf(row)) ?? []
    const isOfKeys = row.profile.name === keysOf(row)
    group.set(keysOf(row), isOfKeys ? [row, ...members] : [...members, row])
    groups.set(groupOf(row), group)
  }
  return [...groups.values()].flatMap((group) => [...group.values()].flat())
}
