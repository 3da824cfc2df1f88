import { AwsError } from '../query/aws-error.ts'
import type { Caller } from '../state/caller.ts'
import type { CredentialStore, StoredCredentials } from '../state/credential-store.ts'
import { parseAuthorization } from './authorization.ts'
import type { HttpRequest } from './request.ts'
import { verifySignature } from './signature.ts'
import { checkScope, checkSigningTime, signingTime } from './signing-time.ts'

/**
 * Returns the caller whose credentials signed the request. Throws an AwsError with AWS's error text
 * if the signature is missing or invalid. The signature must cover the headers that this function
 * reads.
 */
export async function authenticate(
  request: HttpRequest,
  service: string,
  credentialStore: CredentialStore,
  now: Date,
): Promise<Caller> {
  const { headers } = request
  if (!headers.authorization) {
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const authorization = parseAuthorization(headers.authorization)
  if (!authorization) {
    throw new AwsError('IncompleteSignature', 400, 'Authorization header is not well formed.')
  }
  for (const name of ['host', 'x-amz-date']) {
    if (!authorization.signedHeaders.includes(name)) throw unsigned(name)
  }
  const time = signingTime(headers['x-amz-date'])
  const key = credentialsFor(
    authorization.accessKeyId,
    headers['x-amz-security-token'],
    credentialStore,
  )
  if (key.credentials.expiration && key.credentials.expiration <= now) {
    throw refused('ExpiredToken', 'The security token included in the request is expired')
  }
  checkScope(authorization, service, time)
  checkSigningTime(time, now)
  await verifySignature(request, authorization, key.credentials, time)
  return key.caller
}

/**
 * Returns the stored credentials for the access key ID. Credentials with a wrong token, a missing
 * token, or an unexpected token are invalid.
 */
function credentialsFor(
  accessKeyId: string,
  token: string | undefined,
  credentialStore: CredentialStore,
): StoredCredentials {
  const key = credentialStore.get(accessKeyId)
  if (key && key.credentials.sessionToken === token) return key
  throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.')
}

function unsigned(name: string): AwsError {
  const shown = name === 'host' ? "'Host' or ':authority'" : `'${name}'`
  const message = `${shown} must be a 'SignedHeader' in the AWS Authorization.`
  return refused('SignatureDoesNotMatch', message)
}

function refused(code: string, message: string): AwsError {
  return new AwsError(code, 403, message)
}
