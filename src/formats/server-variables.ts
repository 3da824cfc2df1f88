import type { Session } from '../model/session.ts'
import { credentialVariables, ownVariables, sessionVariables, type Variables } from './variables.ts'

/** Where a program finds its keys. */
export interface HandedOut {
  readonly url: string
  /** The token itself, or the file in which it stands. */
  readonly token: { readonly variable: string } | { readonly file: string }
  /** A config file without keys. */
  readonly configFile: string
}

/**
 * The variables of a program that is to get its keys from a server. No SDK may find others first:
 * with keys of `[default]` in AWS's files botocore would ask no server.
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
    // Without it the AWS SDK for JavaScript 2 ignores both files, and reads the user's own.
    AWS_SDK_LOAD_CONFIG: '1',
  }
}

/** The answer of a container's endpoint; SDKs take none without a token and an end. */
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
