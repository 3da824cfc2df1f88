import { ssoSourceOf } from '../plan/sso/sso-source.ts'
import type { ProfileSource } from '../sources/source.ts'

/**
 * A role that IAM Identity Center gives to a signed-in user.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
 */
export const sso: ProfileSource = {
  kind: 'sso',
  short: 'SSO',
  title: 'IAM Identity Center',
  profileKeys: ['sso_session', 'sso_start_url'],
  isCached: true,
  hasOneCaller: () => true,
  find: ssoSourceOf,
  async fetch(...request) {
    const { fetchRoleCredentials } = await import('./fetch-role-credentials.ts')
    return fetchRoleCredentials(...request)
  },
}
