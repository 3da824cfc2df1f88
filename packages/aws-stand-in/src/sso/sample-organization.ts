import type { SsoAccount, SsoAssignment, SsoWorld } from './sso-directory.ts'

export interface OrganizationOptions {
  readonly accounts?: number
  readonly organizationalUnits?: number
  /** The number of permission sets that the user has in each account, 4 at most. */
  readonly permissionSets?: number
}

const permissionSetNames = ['Admin', 'ReadOnly', 'PowerUser', 'Billing']
const stages = ['prod', 'staging', 'test', 'dev']
const firstUnits = ['payments', 'data', 'identity', 'search', 'web', 'mobile', 'logistics', 'media']

/**
 * The IAM Identity Center of a large organization. Its user `alice`, who is the user of every
 * browser, has all permission sets in all accounts. Account names consist of the organizational
 * unit, a stage and, after the first account of a stage, a number: `payments-prod`,
 * `payments-prod-2`.
 */
export function sampleOrganization(options: OrganizationOptions = {}): SsoWorld {
  const { accounts: count = 2500, organizationalUnits = 40, permissionSets = 4 } = options
  const accounts = Array.from({ length: count }, (_, index) =>
    accountAt(index, organizationalUnits),
  )
  const roleNames = permissionSetNames.slice(0, permissionSets)
  const assignments = accounts.flatMap(({ accountId }) =>
    roleNames.map((roleName): SsoAssignment => ({ accountId, roleName })),
  )
  return {
    startUrl: 'https://organization.awsapps.com/start',
    region: 'eu-west-1',
    accounts,
    users: [{ name: 'alice', assignments }],
    browserUser: 'alice',
  }
}

function accountAt(index: number, units: number): SsoAccount {
  const unit = unitAt(index % units)
  const round = Math.floor(index / units)
  const stage = stages[round % stages.length] ?? ''
  const number = Math.floor(round / stages.length) + 1
  const accountName = `${unit}-${stage}${number === 1 ? '' : `-${number}`}`
  return {
    // A multiple of a number without a common factor with 10^12, so that ids look like AWS's.
    accountId: String(100_000_000_000 + ((index * 355_133_117) % 900_000_000_000)),
    accountName,
    emailAddress: `aws+${accountName}@example.com`,
  }
}

const unitAt = (index: number) => firstUnits[index] ?? `team${index + 1}`
