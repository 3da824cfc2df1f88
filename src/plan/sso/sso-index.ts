import type { SsoSession } from './sso-session.ts'

/** An account of the index, with the roles that IAM Identity Center gives the user there. */
export interface IndexedAccount {
  readonly accountId: string
  readonly accountName: string
  readonly email: string
  /** Empty if the roles are not known yet. */
  readonly roles: readonly string[]
  readonly state: RowState
}

/**
 * `current`: this fetch has returned the account and its roles. `listed`: this fetch has returned the
 * account, and the roles are those of an earlier fetch or not known. `earlier`: an earlier fetch has
 * returned both.
 */
export type RowState = 'current' | 'listed' | 'earlier'

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
  #counts: ReadonlyMap<string, number> | undefined

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
    this.#counts ??= this.#countNames()
    return this.#counts.get(escaped(name)) === 1
  }

  #countNames(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const line of this.lines()) {
      const start = stateWidth + idWidth + 1
      const name = line.slice(start, line.indexOf('\t', start))
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  }

  /** The accounts whose line satisfies a condition. */
  filter(isWanted: (line: string) => boolean): readonly IndexedAccount[] {
    const found: IndexedAccount[] = []
    for (const line of this.lines()) if (isWanted(line)) found.push(parsedLine(line))
    return found
  }

  accounts(): readonly IndexedAccount[] {
    return this.filter(() => true)
  }

  /** The lines of the accounts. */
  *lines(): Generator<string> {
    let start = this.text.indexOf('\n') + 1
    while (start > 0 && start < this.text.length) {
      const end = this.text.indexOf('\n', start)
      if (end < 0) return
      yield this.text.slice(start, end)
      start = end + 1
    }
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

/** The fields of a line: state, account id, name, email, and role names with spaces between them. */
const fieldsOf = (line: string): readonly string[] => line.split('\t')

const format = 'assume-sso-index-1'

const stateWidth = 1
/** A tab and twelve digits. */
const idWidth = 13

const letters: Readonly<Record<RowState, string>> = { current: 'c', listed: 'l', earlier: 'e' }

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

const accountLine = ({ state, accountId, accountName, email, roles }: IndexedAccount) =>
  [letters[state], accountId, escaped(accountName), escaped(email), roles.join(' ')].join('\t')

export function parsedLine(line: string): IndexedAccount {
  const [letter, accountId = '', name = '', email = '', roles = ''] = fieldsOf(line)
  return {
    accountId,
    accountName: unescaped(name),
    email: unescaped(email),
    roles: roles === '' ? [] : roles.split(' '),
    state:
      letter === letters.current ? 'current' : letter === letters.listed ? 'listed' : 'earlier',
  }
}

/** Tabs and line ends are the syntax of the file. */
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' }

const escaped = (text: string) =>
  /[\\\t\n]/.test(text) ? text.replace(/[\\\t\n]/g, (each) => escapes[each] ?? each) : text

const unescaped = (text: string) =>
  text.includes('\\')
    ? text.replace(/\\([\\tn])/g, (_, each) => (each === 't' ? '\t' : each === 'n' ? '\n' : each))
    : text
