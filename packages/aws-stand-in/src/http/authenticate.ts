import { StsError } from '../query/sts-error.ts'
import type { Caller } from '../state/caller.ts'
import type { Key, Keyring } from '../state/keyring.ts'
import { parseAuthorization } from './authorization.ts'
import type { Received } from './received.ts'
import { verifySignature } from './signature.ts'
import { checkScope, checkSigningTime, signingTime } from './signing-time.ts'

/** Whose keys signed the request, or an StsError in AWS's words. Only signed headers are taken. */
export async function authenticate(
  received: Received,
  service: string,
  keyring: Keyring,
  now: Date,
): Promise<Caller> {
  const { headers } = received
  if (!headers.authorization) {
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const authorization = parseAuthorization(headers.authorization)
  if (!authorization) {
    throw new StsError('IncompleteSignature', 400, 'Authorization header is not well formed.')
  }
  for (const name of ['host', 'x-amz-date']) {
    if (!authorization.signedHeaders.includes(name)) throw unsigned(name)
  }
  const time = signingTime(headers['x-amz-date'])
  const key = keyFor(authorization.accessKeyId, headers['x-amz-security-token'], keyring)
  if (key.credentials.expiration && key.credentials.expiration <= now) {
    throw refused('ExpiredToken', 'The security token included in the request is expired')
  }
  checkScope(authorization, service, time)
  checkSigningTime(time, now)
  await verifySignature(received, authorization, key.credentials, time)
  return key.caller
}

/** Keys with the wrong token, without the token they need, or with one too many are no keys. */
function keyFor(accessKeyId: string, token: string | undefined, keyring: Keyring): Key {
  const key = keyring.find(accessKeyId)
  if (key && key.credentials.sessionToken === token) return key
  throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.')
}

function unsigned(name: string): StsError {
  const shown = name === 'host' ? "'Host' or ':authority'" : `'${name}'`
  const message = `${shown} must be a 'SignedHeader' in the AWS Authorization.`
  return refused('SignatureDoesNotMatch', message)
}

function refused(code: string, message: string): StsError {
  return new StsError(code, 403, message)
}
