import { otherWay } from './not-taken.ts'
import type { ProfileSource } from './source.ts'
import { configFileKeys, credentialsFileKeys } from './static-keys.ts'

/** In the order the AWS CLI v2 tries them. */
export const profileSources: readonly ProfileSource[] = [
  otherWay('web_identity_token_file'),
  otherWay('sso_account_id', 'sso_role_name'),
  credentialsFileKeys,
  otherWay('login_session'),
  otherWay('credential_process'),
  configFileKeys,
]
