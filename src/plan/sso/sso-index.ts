import {
  accountLine,
  escaped,
  fieldsOf,
  type IndexedAccount,
  idWidth,
  nameIn,
  parsedLine,
  stateWidth,
  unescaped,
} from './index-line.ts'
import type { SsoSession } from './sso-session.ts'

/** The first line of an index. */
export interface IndexHeader {
  /** When the fetch began, in milliseconds since 1970. */
  readonly startedAt: number
  /** All accounts and all roles are known. */
  readonly isComplete: boolean
  /** Where ListAccounts continues; undefined once it has returned all pages. */
  readonly next: 'start' | { readonly token: string } | undefined
  readonly session: Pick<SsoSession, 'name' | 'region' | 'startUrl'>
}

/**
 * The text of an index: a header and a line for each account, with fields between tabs. A large
 * organization has thousands of accounts, so a lookup searches the text and parses only the lines that
 * it returns.
 */
export class SsoIndex {
  readonly text: string
  #lines: readonly string[] | undefined
  #shared: ReadonlySet<string> | undefined

  /** @param text the text of a file, or an empty text. */
  constructor(text: string) {
    this.text = headerIn(text) ? text : ''
  }

  get header(): IndexHeader | undefined {
    return headerIn(this.text)
  }

  account(accountId: string): IndexedAccount | undefined {
    for (const line of this.#linesWith(`\t${accountId}\t`, stateWidth)) return parsedLine(line)
    return undefined
  }

  /** The accounts with this exact name, or else with a name that differs only in case. */
  accountsNamed(name: string): readonly IndexedAccount[] {
    const exact = [...this.#linesWith(`\t${escaped(name)}\t`, stateWidth + idWidth)].map(parsedLine)
    if (exact.length > 0) return exact
    const wanted = escaped(name).toLowerCase()
    return this.filter((line) => fieldsOf(line)[2]?.toLowerCase() === wanted)
  }

  /** No other account has this exact name, so the name is enough for a target. */
  isOnlyNamed(name: string): boolean {
    return !this.hasSharedNames || !this.#shared?.has(escaped(name))
  }

  /** Two accounts have the same name. */
  get hasSharedNames(): boolean {
    this.#shared ??= this.#sharedNames()
    return this.#shared.size > 0
  }

  #sharedNames(): ReadonlySet<string> {
    const all = this.lines().map(nameIn)
    const shared = new Set<string>()
    const names = new Set(all)
    // Usually each account has a name of its own.
    if (names.size === all.length) return shared
    for (const name of all) if (!names.delete(name)) shared.add(name)
    return shared
  }

  /** The accounts whose line satisfies a condition. */
  filter(isWanted: (line: string) => boolean): readonly IndexedAccount[] {
    return this.lines().filter(isWanted).map(parsedLine)
  }

  accounts(): readonly IndexedAccount[] {
    return this.lines().map(parsedLine)
  }

  /** The lines of the accounts. Splitting the whole text is several times faster than searching for each line end. */
  lines(): readonly string[] {
    // What follows the last line end is no complete line.
    this.#lines ??= this.text.split('\n').slice(1, -1)
    return this.#lines
  }

  /** The lines that have a text at this place. */
  *#linesWith(text: string, place: number): Generator<string> {
    for (let at = this.text.indexOf(text); at >= 0; at = this.text.indexOf(text, at + 1)) {
      const start = at - place
      if (this.text[start - 1] !== '\n') continue
      yield this.text.slice(start, this.text.indexOf('\n', at))
    }
  }
}

/** The text of an index. */
export const indexText = (header: IndexHeader, accounts: Iterable<IndexedAccount>): string =>
  `${headerLine(header)}\n${[...accounts].map((account) => `${accountLine(account)}\n`).join('')}`

/** The text for completion: for each account its name, a tab and its number. */
export const namesText = (accounts: Iterable<IndexedAccount>): string =>
  [...accounts]
    .map(({ accountName, accountId }) => `${escaped(accountName)}\t${accountId}\n`)
    .join('')

const format = 'assume-sso-index-1'

function headerLine({ startedAt, isComplete, next, session }: IndexHeader): string {
  const listing = next === undefined ? 'listed' : next === 'start' ? next : `token=${next.token}`
  const { name = '', region, startUrl } = session
  const parts = [format, `${startedAt}`, isComplete ? 'complete' : 'partial', listing]
  return [...parts, escaped(name), region, startUrl].join('\t')
}

function headerIn(text: string): IndexHeader | undefined {
  const end = text.indexOf('\n')
  const fields = fieldsOf(text.slice(0, Math.max(end, 0)))
  const [found, time = '', extent, listing = '', name = '', region = '', startUrl = ''] = fields
  if (found !== format || !/^\d{1,15}$/.test(time)) return undefined
  return {
    startedAt: Number(time),
    isComplete: extent === 'complete',
    next:
      listing === 'listed'
        ? undefined
        : listing.startsWith('token=')
          ? { token: listing.slice('token='.length) }
          : 'start',
    session: { name: unescaped(name), region, startUrl },
  }
}
