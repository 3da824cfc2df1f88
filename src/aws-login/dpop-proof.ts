import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign } from 'node:crypto'

/**
 * Proves with each request that its sender holds the key for which a token was given: a stolen token
 * alone is worth nothing.
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

/**
 * The private key in a PEM text, whatever its first line calls it, as botocore reads it: SEC 1 as
 * `aws login` writes it, or PKCS #8. Undefined for what is no key of the curve P-256.
 */
export function dpopKey(pem: string): KeyObject | undefined {
  const der = Buffer.from(pem.replace(/^-----.*$/gm, ''), 'base64')
  const key = keyIn(der, 'sec1') ?? keyIn(der, 'pkcs8')
  return key?.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
}

function keyIn(key: Buffer, type: 'sec1' | 'pkcs8'): KeyObject | undefined {
  try {
    return createPrivateKey({ key, format: 'der', type })
  } catch {
    return undefined
  }
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
