import type { Session } from '../model/session.ts'
import { checkedValue } from './checked-value.ts'
import { utcSeconds } from './variables.ts'

/**
 * The JSON output of a `credential_process`:
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html
 */
export function processDocument(session: Session): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session.credentials
  const document = {
    Version: 1,
    AccessKeyId: checkedValue('AWS_ACCESS_KEY_ID', accessKeyId),
    SecretAccessKey: checkedValue('AWS_SECRET_ACCESS_KEY', secretAccessKey),
    ...(sessionToken && { SessionToken: checkedValue('AWS_SESSION_TOKEN', sessionToken) }),
    ...(expiration && { Expiration: utcSeconds(expiration) }),
    ...(session.accountId && { AccountId: checkedValue('AWS_ACCOUNT_ID', session.accountId) }),
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
