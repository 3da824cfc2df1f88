/** An organization of AWS Organizations, as plain data. */
export interface Organization {
  /** `o-` and 10 to 32 characters. */
  readonly id: string
  /** An account of the organization, by its number. */
  readonly managementAccount: string
  /** Accounts that may call the list operations, besides the management account. */
  readonly delegatedAdministrators?: readonly string[]
  /** `r-` and 4 to 32 characters. */
  readonly rootId: string
  readonly units: readonly OrganizationalUnit[]
  readonly accounts: readonly OrganizationAccount[]
}

export interface OrganizationalUnit {
  /** `ou-`, the rest of the root's id, a hyphen and 8 to 32 characters. */
  readonly id: string
  readonly name: string
  /** The id of a unit or of the root. */
  readonly parent: string
}

export interface OrganizationAccount {
  readonly id: string
  readonly name: string
  readonly email: string
  /** The id of a unit or of the root. */
  readonly parent: string
  /** By default `ACTIVE`. */
  readonly state?: AccountState
}

export const accountStates = [
  'PENDING_ACTIVATION',
  'ACTIVE',
  'SUSPENDED',
  'PENDING_CLOSURE',
  'CLOSED',
] as const

export type AccountState = (typeof accountStates)[number]

/** @throws Error for a parent or a management account that does not exist. */
export function checkOrganization({
  managementAccount,
  rootId,
  units,
  accounts,
}: Organization): void {
  const ids = new Set([rootId, ...units.map(({ id }) => id)])
  for (const { id, parent } of [...units, ...accounts]) {
    if (!ids.has(parent)) throw new Error(`organization: the parent of ${id} is unknown: ${parent}`)
  }
  if (!accounts.some(({ id }) => id === managementAccount)) {
    throw new Error(`organization.managementAccount: there is no account ${managementAccount}`)
  }
}

/**
 * An organization of these accounts. Each account is in the unit with the first part of its name, such as
 * `payments` of `payments-prod`. The management account is in the root.
 */
export function organizationOf(
  accounts: readonly Omit<OrganizationAccount, 'parent'>[],
  managementAccount: string,
): Organization {
  const rootId = 'r-exam'
  const names = [...new Set(accounts.map(({ name }) => unitOf(name)))]
  const idOf = (name: string) => `ou-exam-${String(names.indexOf(name) + 1).padStart(8, '0')}`
  return {
    id: 'o-exampleorgid',
    managementAccount,
    rootId,
    units: names.map((name) => ({ id: idOf(name), name, parent: rootId })),
    accounts: accounts.map((account) => ({
      ...account,
      parent: account.id === managementAccount ? rootId : idOf(unitOf(account.name)),
    })),
  }
}

const unitOf = (name: string) => name.split('-')[0] ?? name
