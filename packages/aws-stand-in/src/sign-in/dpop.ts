import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'

/** What a proof has to be about. */
export interface ProvenRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly now: Date
  /** The public key for which the token was given. */
  readonly key: Readonly<Pick<JsonWebKey, 'x' | 'y'>>
  /** Ids of proofs that were taken before; this one's is put among them. */
  readonly usedProofIds: Set<string>
}

/** A proof that is older, or from the future, proves nothing. In seconds. */
const maxSkewSeconds = 300

/**
 * What is wrong with a DPoP proof, or undefined for a right one.
 *
 * https://www.rfc-editor.org/rfc/rfc9449#section-4.3
 */
export function proofProblem(proof: string, request: ProvenRequest): string | undefined {
  const [header = '', payload = '', signature = '', ...more] = proof.split('.')
  const { typ, alg, jwk } = partIn(header)
  const { jti, htm, htu, iat } = partIn(payload)
  if (more.length > 0 || typ !== 'dpop+jwt' || alg !== 'ES256') return 'it is no proof of ES256'
  const key = jwk as JsonWebKey | undefined
  if (key?.kty !== 'EC' || key.crv !== 'P-256' || key.d !== undefined) return 'jwk is no public key'
  if (key.x !== request.key.x || key.y !== request.key.y) return 'jwk is another key'
  const signed = {
    key: createPublicKey({ key, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363' as const,
  }
  const bytes = Buffer.from(signature, 'base64url')
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), signed, bytes)) return 'signature'
  if (htm !== request.method) return 'htm'
  if (!isUrlOf(htu, request)) return 'htu'
  const age = request.now.getTime() / 1000 - Number(iat)
  if (!Number.isInteger(iat) || Math.abs(age) > maxSkewSeconds) return 'iat'
  if (typeof jti !== 'string' || jti.length < 16 || request.usedProofIds.has(jti)) return 'jti'
  request.usedProofIds.add(jti)
  return undefined
}

/** Without query and fragment. A TLS server before the stand-in may have taken the `s` off. */
const isUrlOf = (url: unknown, { host, path }: ProvenRequest) =>
  url === `https://${host}${path}` || url === `http://${host}${path}`

function partIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const part: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return part instanceof Object ? { ...part } : {}
  } catch {
    return {}
  }
}
