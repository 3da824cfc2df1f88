import { UsageError } from '../model/errors.ts'
import { namesContaining, similarNames } from './similar-names.ts'

/** A word of the command line should name a profile, and there is no such profile. */
export class UnknownProfile extends UsageError {
  readonly word: string
  /** The names of all profiles. */
  readonly names: readonly string[]
  /** Hints about what the words may mean. */
  readonly meanings: readonly string[]

  /** @param otherwise hints if no profile has a similar name and there are no other meanings. */
  constructor(
    message: string,
    word: string,
    names: readonly string[],
    { meanings = [], otherwise }: UnknownProfileHints,
  ) {
    super(message, () => {
      const similar = similarNames(word, names)
      const likely = [...(similar === undefined ? [] : [similar]), ...meanings]
      return likely.length > 0 ? likely : otherwise
    })
    this.word = word
    this.names = names
    this.meanings = meanings
  }

  /** True if the word is a part of a name, so that a person can pick the profile. */
  get isPartOfName(): boolean {
    return namesContaining(this.word, this.names).length > 0
  }
}

interface UnknownProfileHints {
  readonly meanings?: readonly string[]
  readonly otherwise: readonly string[]
}
