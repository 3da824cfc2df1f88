import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign } from 'node:crypto'

/**
 * Returns a DPoP proof: it proves that the sender of a request holds the key that the token is
 * bound to, so a stolen token alone is useless.
 *
 * https://www.rfc-editor.org/rfc/rfc9449#section-4.2
 */
export function dpopProof(key: KeyObject, method: string, url: string, now: Date): string {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' })
  const header = encoded({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })
  const issued = Math.floor(now.getTime() / 1000)
  const payload = encoded({ jti: randomUUID(), htm: method, htu: url, iat: issued })
  const signed = `${header}.${payload}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** The private key of a login file, in SEC 1 or PKCS #8 encoding. */
export const dpopKey = (pem: string): KeyObject => createPrivateKey(pem)

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
