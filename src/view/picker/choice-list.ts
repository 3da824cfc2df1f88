import { rowTexts, type SearchTexts } from './search-texts.ts'

/** An item that a person can select. */
export interface Candidate {
  /** The search looks at the name first. */
  readonly name: string
  /** Additional text to search. */
  about(): string
  /**
   * The columns after the name, including empty ones. They are computed when the row becomes visible,
   * because there can be thousands of rows.
   */
  cells(): readonly string[]
}

/** The items of a choice. A list of thousands can make an item when its row becomes visible. */
export interface ChoiceList<T extends Candidate> {
  readonly length: number
  /** Returns undefined if there is no such item. */
  at(index: number): T | undefined
  /** The texts of all items, in their order. */
  texts(): readonly SearchTexts[]
}

export const listOf = <T extends Candidate>(items: readonly T[]): ChoiceList<T> => ({
  length: items.length,
  at: (index) => items[index],
  texts: () => items.map((item) => rowTexts(item.name, item.about())),
})

/** The items of two lists, one after the other. */
export const listOfBoth = <T extends Candidate>(
  one: ChoiceList<T>,
  other: ChoiceList<T>,
): ChoiceList<T> => ({
  length: one.length + other.length,
  at: (index) => (index < one.length ? one.at(index) : other.at(index - one.length)),
  texts: () => [...one.texts(), ...other.texts()],
})
