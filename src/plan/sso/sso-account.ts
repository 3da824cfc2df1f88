import { AssumeError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import type { SsoAccount } from '../facts.ts'

/** The accounts with this exact name, or else with a name that differs only in case. */
export function accountsNamed(name: string, accounts: readonly SsoAccount[]): SsoAccount[] {
  const exact = accounts.filter(({ accountName }) => accountName === name)
  if (exact.length > 0) return exact
  return accounts.filter(({ accountName }) => accountName.toLowerCase() === name.toLowerCase())
}

/** @throws AssumeError if no account or more than one has this name. */
export function accountNamed(
  name: string,
  role: string,
  accounts: readonly SsoAccount[],
): SsoAccount {
  const found = accountsNamed(name, accounts)
  const [account, another] = found
  if (account && !another) return account
  if (account) {
    throw new AssumeError(`"${name}" is the name of ${found.length} accounts`, [
      `say which: ${found.map(({ accountId }) => `${accountId}:${role}`).join(', ')}`,
    ])
  }
  throw new AssumeError(
    `IAM Identity Center gives you no account named "${name}"`,
    hintsFor(name, accounts),
  )
}

function hintsFor(name: string, accounts: readonly SsoAccount[]): string[] {
  const names = accounts.map(({ accountName }) => accountName)
  const meant = nearest(name, names)
  if (meant !== undefined) return [`did you mean "${meant}"?`]
  if (names.length === 0) return ['it gives you none at all: ask your AWS administrator']
  const shown = names.slice(0, 8)
  return [`accounts there: ${shown.join(', ')}${names.length > shown.length ? ' …' : ''}`]
}
