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
    title: 'A web identity token that is over',
    code: /^ExpiredTokenException/,
    hints: ({ keysOf }) => [`${keysOf} is over: renew it where it came from`],
  },
  {
    title: 'A web identity token that the account does not take',
    code: /^InvalidIdentityToken/,
    hints: ({ keysOf }) => [
      `${keysOf} is none that this account takes: has it an OIDC provider for the token's iss and aud?`,
    ],
  },
  {
    title: 'A web identity token that its provider has refused',
    code: /^IDPRejectedClaim/,
    hints: ({ keysOf }) => [
      `the identity provider no longer stands by ${keysOf}: renew it where it came from`,
    ],
  },
  {
    title: 'An identity provider that AWS cannot reach',
    code: /^IDPCommunicationError/,
    hints: () => [
      'try again; AWS has to reach the keys of the provider at its issuer, under /.well-known/openid-configuration',
    ],
  },
  {
    title: 'A session that is over',
    code: /^ExpiredToken/,
    hints: ({ keysOf }) => [`the session in ${keysOf} is over: renew it where it came from`],
  },
  {
    title: 'A key that AWS does not know',
    code: /^InvalidClientTokenId/,
    hints: ({ keysOf, keyId, ...attempt }) => [
      ...regionHints(attempt),
      `the key ${keyId} of ${keysOf} was deleted, switched off or mistyped, or its session token is missing or another's`,
    ],
  },
  {
    title: 'A clock that is wrong',
    code: /^SignatureDoesNotMatch/,
    text: /expired|not yet current/i,
    hints: () => [clockHint],
  },
  {
    title: 'A region that does not go with the endpoint',
    code: /^SignatureDoesNotMatch/,
    text: /scoped to a valid region/,
    hints: ({ host }) => [
      `give the region of ${host} with --region, or leave out the endpoint (AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, endpoint_url)`,
    ],
  },
  {
    title: 'A secret key that is not the right one',
    code: /^SignatureDoesNotMatch/,
    hints: ({ keysOf, keyId }) => [
      `the secret key that goes with ${keyId} in ${keysOf} is not the right one, or was cut short`,
    ],
  },
  {
    title: 'A signature that got lost on the way',
    code: /^(MissingAuthenticationToken|IncompleteSignature)/,
    hints: () => [
      'the call was signed, so something on the way took it out: is a proxy in between (HTTPS_PROXY), or an endpoint that is no STS (AWS_ENDPOINT_URL_STS)?',
    ],
  },
]

/**
 * The first match applies.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const stsCauses: readonly StsCause[] = [...deniedCauses, ...keysCauses, ...requestCauses]
