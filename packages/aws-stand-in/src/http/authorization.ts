/**
 * The content of an `Authorization: AWS4-HMAC-SHA256 …` header. The signature is not verified yet.
 */
export interface Authorization {
  readonly accessKeyId: string
  /** The credential scope: `20261123/eu-west-1/sts/aws4_request`. */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/**
 * Returns undefined if the header does not have this form.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function parseAuthorization(header: string): Authorization | undefined {
  const match = header.match(
    /^AWS4-HMAC-SHA256 Credential=(?<credential>[^, ]+), *SignedHeaders=(?<signed>[^, ]+), *Signature=(?<signature>[0-9a-f]{64})$/,
  )
  const { credential = '', signed = '', signature = '' } = match?.groups ?? {}
  const [accessKeyId, date, region, service, terminator, ...more] = credential.split('/')
  if (!accessKeyId || !date || !region || !service || !terminator || more.length) return undefined
  return {
    accessKeyId,
    date,
    region,
    service,
    terminator,
    signedHeaders: signed.split(';'),
    signature,
  }
}
