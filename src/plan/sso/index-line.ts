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

export const stateWidth = 1
/** A tab and twelve digits. */
export const idWidth = 13

const letters: Readonly<Record<RowState, string>> = { current: 'c', listed: 'l', earlier: 'e' }

/** The fields of a line: state, account id, name, email, and role names with spaces between them. */
export const fieldsOf = (line: string): readonly string[] => line.split('\t')

export const accountLine = ({ state, accountId, accountName, email, roles }: IndexedAccount) =>
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

// A list of thousands of accounts takes some facts from a line without parsing all of it.

export const idIn = (line: string): string => line.slice(stateWidth + 1, stateWidth + idWidth)

/** The name as `escaped` returns it. */
export function nameIn(line: string): string {
  const start = stateWidth + idWidth + 1
  return line.slice(start, line.indexOf('\t', start))
}

/** The fields of a line that contains only ASCII and no escaped text. */
export function plainFields(line: string) {
  if (special.test(line)) return undefined
  // Destructuring an array takes several times as long.
  const fields = fieldsOf(line)
  return {
    accountId: fields[1] ?? '',
    name: fields[2] ?? '',
    /** Account id, name and email with tabs between them. */
    about: line.slice(stateWidth + 1, line.lastIndexOf('\t')),
    /** Role names with spaces between them. */
    roles: fields[4] ?? '',
  }
}

const special = /[^\t\x20-\x5b\x5d-\x7e]/

export function roleCountIn(line: string): number {
  let at = line.lastIndexOf('\t') + 1
  if (at === line.length) return 0
  let count = 1
  for (at = line.indexOf(' ', at); at >= 0; at = line.indexOf(' ', at + 1)) count++
  return count
}

/** Tabs and line ends are the syntax of the file. */
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' }

export const escaped = (text: string) =>
  /[\\\t\n]/.test(text) ? text.replace(/[\\\t\n]/g, (each) => escapes[each] ?? each) : text

export const unescaped = (text: string) =>
  text.includes('\\')
    ? text.replace(/\\([\\tn])/g, (_, each) => (each === 't' ? '\t' : each === 'n' ? '\n' : each))
    : text
