import type { Session } from '../model/session.ts'
import { credentialVariables, ownVariables, sessionVariables, type Variables } from './variables.ts'

/** The address of a credentials server. */
export interface HandedOut {
  readonly url: string
  /** The token itself, or the path of a file with it. */
  readonly token: { readonly variable: string } | { readonly file: string }
  /** A config file without keys. */
  readonly configFile: string
}

/**
 * The variables of a program that gets its credentials from a server. No SDK may find other
 * credentials first. For example, botocore would not call the server if `[default]` had keys.
 */
export function serverVariables(
  session: Session,
  { url, token, configFile }: HandedOut,
): Variables {
  const variables: Record<string, string | null> = { ...sessionVariables(session) }
  const keeps = ['AWS_ACCOUNT_ID', 'AWSUME_PROFILE', 'ASSUME_ROLE', 'ASSUME_SETTINGS']
  for (const name of [...credentialVariables, ...ownVariables]) {
    if (!keeps.includes(name)) variables[name] = null
  }
  return {
    ...variables,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    ...('file' in token
      ? { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: token.file }
      : { AWS_CONTAINER_AUTHORIZATION_TOKEN: token.variable }),
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    // Without this variable the AWS SDK for JavaScript v2 ignores both files and reads those of the
    // user.
    AWS_SDK_LOAD_CONFIG: '1',
  }
}

/** The response of a container credentials endpoint. SDKs require a token and an expiration. */
export function handedDocument({
  credentials,
  accountId,
}: Session): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken = '', expiration } = credentials
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration?.toISOString() ?? '',
    ...(accountId && { AccountId: accountId }),
  }
}
