/**
 * The texts of rows whose names begin alike, such as the roles of an account. Thousands of accounts have the same
 * few roles, so this takes much less time than a text for each row.
 */
export interface SearchTexts {
  /** The beginning of the names. */
  readonly head: string
  readonly tails: Tails
  /** Additional text of all these rows. */
  readonly about: string
}

/** The rest of each name: empty, or `:` and a text without `:`. Texts with equal tails have the same list. */
export type Tails = readonly string[]

/** Removes what a person may leave out: case, accents and the joiners of emoji. */
export const searchable = (text: string) =>
  (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKD').replace(optional, '')).toLowerCase()

const optional = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu

const noTail: Tails = ['']

/** The texts of one row. */
export const rowTexts = (name: string, about: string): SearchTexts => ({
  head: searchable(name),
  tails: noTail,
  about: searchable(about),
})
