import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { longAgo } from '../time.ts'
import { namedPolicy } from './policies.ts'

/**
 * In the demo each has one version.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export const getPolicyVersion: Operation = (parameters, caller, sts) => {
  const [arn, { document, createdAt = longAgo }] = namedPolicy(
    'iam:GetPolicyVersion',
    parameters,
    caller,
    sts,
  )
  const { VersionId = '' } = parameters
  if (VersionId !== 'v1') {
    throw noSuchEntity(`Policy ${arn} version ${VersionId} does not exist or is not attachable.`)
  }
  return {
    PolicyVersion: {
      Document: encodeURIComponent(JSON.stringify(document)),
      VersionId,
      IsDefaultVersion: 'true',
      CreateDate: createdAt,
    },
  }
}
