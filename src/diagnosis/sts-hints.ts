import { otherRegionHint } from '../plan/endpoint/partition.ts'
import { isOptInRegion, otherPartitionOf } from '../plan/endpoint/regions.ts'
import { partitionOf } from '../plan/values/arn.ts'
import { clockHint, type StsAttempt, type StsCause } from './attempt.ts'
import { deniedCauses } from './denied-causes.ts'
import { requestCauses } from './request-causes.ts'

/** The next steps for an STS error code. The message selects the cause if a code has several. */
export function stsHints(code: string, message: string, attempt: StsAttempt): readonly string[] {
  const cause = stsCauses.find((each) => each.code.test(code) && (each.text?.test(message) ?? true))
  return cause?.hints(attempt, message) ?? []
}

/** The reasons why a region can reject keys that are valid in another region. */
function regionHints({ region, roleArn, mfa }: Pick<StsAttempt, 'region' | 'roleArn' | 'mfa'>) {
  if (region === undefined) return []
  const arn = roleArn ?? (mfa?.serial.startsWith('arn:') ? mfa.serial : undefined)
  const other = arn && otherPartitionOf(region, partitionOf(arn))
  if (other) {
    return [
      `${arn} is in the partition ${partitionOf(arn)}, and ${region} is in ${other}: ${otherRegionHint(arn)}`,
    ]
  }
  return isOptInRegion(region)
    ? [
        `the account may not have enabled ${region}, which is not enabled by default: --region us-east-1`,
      ]
    : []
}

/** Causes in the keys, the token or the signature. */
const keysCauses: readonly StsCause[] = [
  {
    title: 'An expired web identity token',
    code: /^ExpiredTokenException/,
    hints: ({ keysOf }) => [`${keysOf} has expired: renew it where it came from`],
  },
  {
    title: 'An invalid web identity token (no OIDC provider)',
    code: /^InvalidIdentityToken/,
    hints: ({ keysOf }) => [
      `${keysOf} is not accepted by this account: does it have an OIDC provider for the token's iss and aud?`,
    ],
  },
  {
    title: 'A web identity token rejected by its identity provider',
    code: /^IDPRejectedClaim/,
    hints: ({ keysOf }) => [
      `the identity provider rejected ${keysOf}: renew it where it came from`,
    ],
  },
  {
    title: 'Identity provider that AWS cannot reach',
    code: /^IDPCommunicationError/,
    hints: () => [
      'try again; AWS must be able to reach /.well-known/openid-configuration of the issuer',
    ],
  },
  {
    title: 'Expired credentials',
    code: /^ExpiredToken/,
    hints: ({ keysOf }) => [`the session in ${keysOf} has expired: renew it where it came from`],
  },
  {
    title: 'Invalid access key or session token',
    code: /^InvalidClientTokenId/,
    hints: ({ keysOf, keyId, ...attempt }) => [
      ...regionHints(attempt),
      `the key ${keyId} of ${keysOf} was deleted, deactivated or mistyped, or its session token is missing or belongs to another key`,
    ],
  },
  {
    title: 'Signature expired: a wrong clock',
    code: /^SignatureDoesNotMatch/,
    text: /expired|not yet current/i,
    hints: () => [clockHint],
  },
  {
    title: 'Invalid region for the endpoint',
    code: /^SignatureDoesNotMatch/,
    text: /scoped to a valid region/,
    hints: ({ host }) => [
      `give the region of ${host} with --region, or leave out the endpoint (AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, endpoint_url)`,
    ],
  },
  {
    title: 'Wrong secret key: the signature does not match',
    code: /^SignatureDoesNotMatch/,
    hints: ({ keysOf, keyId }) => [
      `the secret key for ${keyId} in ${keysOf} is wrong or incomplete`,
    ],
  },
  {
    title: 'Missing authentication token: the signature was removed',
    code: /^(MissingAuthenticationToken|IncompleteSignature)/,
    hints: () => [
      'something removed the signature: is there a proxy (HTTPS_PROXY), or an endpoint that is not STS (AWS_ENDPOINT_URL_STS)?',
    ],
  },
]

/**
 * The first match applies.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const stsCauses: readonly StsCause[] = [...deniedCauses, ...keysCauses, ...requestCauses]
