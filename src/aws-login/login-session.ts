import { text } from '../config/profile.ts'
import { accountOfLogin } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import type { ProfileSource } from '../sources/source.ts'

/**
 * A sign-in by `aws login`: a file with keys for 15 minutes, which are renewed until the sign-in expires.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 */
export const loginSession: ProfileSource = {
  kind: 'login-session',
  short: 'aws login',
  title: 'aws login',
  profileKeys: ['login_session'],
  hasOneCaller: () => true,
  find(profile) {
    const session = text(profile, 'login_session')
    if (session === undefined) return undefined
    const accountId = accountOfLogin(session)
    return {
      kind: 'login-session',
      profile: profile.name,
      identity: session,
      isLongTerm: false,
      ...(accountId && { accountId }),
    }
  },
  async fetch(...request) {
    const { fetchLoginKeys } = await import('./fetch-login-keys.ts')
    return fetchLoginKeys(...request)
  },
}
