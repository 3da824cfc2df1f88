import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign } from 'node:crypto'

/**
 * Proves that the sender of a request has the private key of the token. A stolen token alone is useless.
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
 * Reads a private key in PEM as botocore does, whatever its first line says: SEC 1, which `aws login`
 * writes, or PKCS #8. Returns undefined for anything but a P-256 key.
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
