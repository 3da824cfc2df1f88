import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { SsoAccount, SsoAccounts } from './plan.ts'

/**
 * The account that a word of the command line means: its name, to the letter or else but for
 * capitals. Undefined where the list that was kept does not tell, and a new one might.
 *
 * @throws AssumeError for a name that several accounts have, or none.
 */
export function accountNamed(
  name: string,
  role: string,
  { accounts, isKept }: SsoAccounts,
): SsoAccount | undefined {
  const exact = accounts.filter((account) => account.accountName === name)
  const alike = accounts.filter(
    (account) => account.accountName.toLowerCase() === name.toLowerCase(),
  )
  const found = exact.length > 0 ? exact : alike
  const [account, another] = found
  if (account && !another) return account
  if (isKept) return undefined
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
  if (names.length === 0) return ['it gives you none at all: ask whoever runs it']
  const shown = names.slice(0, 8)
  return [`accounts there: ${shown.join(', ')}${names.length > shown.length ? ' …' : ''}`]
}
