import { sampleOrganization } from 'aws-stand-in'
import { writeIndex } from '../../src/sso/index/index-store.ts'

const organization = sampleOrganization()
const { startUrl, region } = organization

/** A configuration without a profile. */
export const organizationConfig = `[sso-session company]
sso_start_url = ${startUrl}
sso_region = ${region}
`

/** Writes the list of roles that `assume login` has fetched in this home directory. */
export function writeRoles(home: string): void {
  const roles = ['Admin', 'Billing', 'PowerUser', 'ReadOnly']
  const accounts = organization.accounts.map(({ accountId, accountName, emailAddress }) => ({
    ...{ accountId, accountName, email: emailAddress, roles },
    state: 'current' as const,
  }))
  writeIndex(
    { name: 'company', region, startUrl, scopes: [] },
    { startedAt: Date.now(), isComplete: true, next: undefined },
    accounts,
    { env: { HOME: home }, settings: { file: '', files: [], guards: [], warnings: [] } },
  )
}
