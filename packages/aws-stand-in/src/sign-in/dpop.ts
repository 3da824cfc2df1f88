import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'

/** The request that a DPoP proof must describe. */
export interface ProvenRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly now: Date
  /** The public key that the refresh token is bound to. */
  readonly key: Readonly<Pick<JsonWebKey, 'x' | 'y'>>
  /** The IDs of the proofs that were accepted. `proofProblem` adds the ID of a valid proof. */
  readonly usedProofIds: Set<string>
}

/** The maximum difference between the time of a proof and the current time. */
const maxSkewSeconds = 300

/** The public key in a DPoP proof, if it is one of P-256. */
export function keyOfProof(proof: string): JsonWebKey | undefined {
  const [header = ''] = proof.split('.')
  const key = partIn(header).jwk as JsonWebKey | undefined
  return key?.kty === 'EC' && key.crv === 'P-256' && key.d === undefined ? key : undefined
}

/**
 * Returns what is wrong with a DPoP proof, or undefined if the proof is valid.
 *
 * https://www.rfc-editor.org/rfc/rfc9449#section-4.3
 */
export function proofProblem(proof: string, request: ProvenRequest): string | undefined {
  const [header = '', payload = '', signature = '', ...more] = proof.split('.')
  const { typ, alg } = partIn(header)
  const { jti, htm, htu, iat } = partIn(payload)
  if (more.length > 0 || typ !== 'dpop+jwt' || alg !== 'ES256') return 'it is not an ES256 proof'
  const key = keyOfProof(proof)
  if (!key) return 'jwk is not a public key'
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

/**
 * The URL has no query and no fragment. A TLS proxy in front of the stand-in can change `https` to
 * `http`.
 */
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
