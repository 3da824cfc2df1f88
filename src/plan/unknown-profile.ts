import { shellWord } from '../formats/posix.ts'
import { UsageError } from '../model/errors.ts'
import { firstOf, namesContaining, similarNames } from './similar-names.ts'

/** A word of the command line should name a profile, and there is no such profile. */
export class UnknownProfile extends UsageError {
  readonly word: string
  /** The names of all profiles. */
  readonly names: readonly string[]
  /** The names of the accounts of IAM Identity Center that contain the word. */
  readonly accounts: readonly string[]
  /** Hints about what the words may mean. */
  readonly meanings: readonly string[]

  /** @param otherwise hints if no profile has a similar name and there are no other meanings. */
  constructor(
    message: string,
    word: string,
    { profiles, accounts = [] }: KnownNames,
    { meanings = [], otherwise }: UnknownProfileHints,
  ) {
    super(message, () => {
      const similar = similarNames(word, profiles)
      const inAccounts = accounts.length > 0 ? [accountsHint(word, accounts)] : []
      const likely = [...(similar === undefined ? [] : [similar]), ...inAccounts, ...meanings]
      return likely.length > 0 ? likely : otherwise
    })
    this.word = word
    this.names = profiles
    this.accounts = accounts
    this.meanings = meanings
  }

  /** True if the word is a part of a name, so that a person can pick the profile or the role. */
  get isPartOfName(): boolean {
    return this.accounts.length > 0 || namesContaining(this.word, this.names).length > 0
  }
}

const accountsHint = (word: string, accounts: readonly string[]) =>
  `accounts that contain "${word}": ${firstOf(accounts)}; their roles: assume roles ${shellWord(word)}`

interface KnownNames {
  readonly profiles: readonly string[]
  readonly accounts?: readonly string[]
}

interface UnknownProfileHints {
  readonly meanings?: readonly string[]
  readonly otherwise: readonly string[]
}
