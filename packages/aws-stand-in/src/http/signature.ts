import { createHash, timingSafeEqual } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { AwsError } from '../query/aws-error.ts'
import type { AccessKey } from '../state/world.ts'
import type { Authorization } from './authorization.ts'
import type { HttpRequest } from './request.ts'

/**
 * Verifies that the holder of these credentials signed this request. The function signs the
 * received request again and compares the signatures.
 *
 * @throws AwsError SignatureDoesNotMatch.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export async function verifySignature(
  request: HttpRequest,
  authorization: Authorization,
  { accessKeyId, secretAccessKey }: AccessKey,
  time: Date,
): Promise<void> {
  const { region, service, signedHeaders, signature } = authorization
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
    applyChecksum: false,
  })
  const { method, path, query, headers, body } = request
  const signed = signedHeaders.map((name) => [name, headers[name] ?? ''] as const)
  const resigned = await signer.sign(
    {
      method,
      path,
      query: { ...query },
      protocol: 'http:',
      hostname: '127.0.0.1',
      headers: Object.fromEntries(signed),
      body,
    },
    { signingDate: time, signableHeaders: new Set(signedHeaders) },
  )
  const expected = resigned.headers.authorization?.split('Signature=')[1] ?? ''
  if (!isEqual(expected, signature) || !hashMatches(request)) throw signatureMismatch
}

/**
 * The signer trusts the header `x-amz-content-sha256`, so this function compares it with the body.
 */
function hashMatches({ headers, body }: HttpRequest): boolean {
  const claimedHash = headers['x-amz-content-sha256']
  return (
    claimedHash === undefined || claimedHash === createHash('sha256').update(body).digest('hex')
  )
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

const signatureMismatch = new AwsError(
  'SignatureDoesNotMatch',
  403,
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
)
