import type { RequestContext } from '../iam/evaluation/conditions.ts'
import type { Parameters } from '../query/parameters.ts'
import type { Caller } from '../state/caller.ts'
import type { MfaResult } from '../state/mfa-codes.ts'
import type { Tags } from '../state/world.ts'
import { requestTags, requestTransitiveKeys } from './session-tags.ts'

/**
 * Returns the condition keys of a request. Requests with long-term credentials and no MFA code do
 * not contain the MFA keys, so `Bool` conditions on them fail. Requests with session credentials
 * contain true or false. Sessions of a role contain false, even if an MFA code was given to assume
 * the role.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function requestContext(
  parameters: Parameters,
  caller: Caller,
  mfa: MfaResult,
  now: Date,
): RequestContext {
  const tags = requestTags(parameters)
  const mfaAt = mfa === 'verified' ? now : caller.mfaAt
  return {
    'aws:MultiFactorAuthAge': mfaAt && String(secondsBetween(mfaAt, now)),
    'aws:MultiFactorAuthPresent':
      mfaAt || caller.keys === 'temporary' ? String(mfaAt !== undefined) : undefined,
    'aws:PrincipalArn': caller.principalArn,
    'aws:PrincipalTag': caller.session?.tags ?? {},
    'aws:RequestTag': tags,
    'aws:SourceIdentity': caller.session?.sourceIdentity,
    'aws:TagKeys': Object.keys(tags),
    'sts:ExternalId': parameters.ExternalId,
    'sts:RoleSessionName': parameters.RoleSessionName,
    'sts:SourceIdentity': parameters.SourceIdentity,
    'sts:TransitiveTagKeys': requestTransitiveKeys(parameters),
  }
}

/** A service calls without a user, so most condition keys are absent. */
export const serviceRequestContext = (sessionName: string, tags: Tags): RequestContext => ({
  'aws:MultiFactorAuthAge': undefined,
  'aws:MultiFactorAuthPresent': undefined,
  'aws:PrincipalArn': undefined,
  'aws:PrincipalTag': {},
  'aws:RequestTag': tags,
  'aws:SourceIdentity': undefined,
  'aws:TagKeys': Object.keys(tags),
  'sts:ExternalId': undefined,
  'sts:RoleSessionName': sessionName,
  'sts:SourceIdentity': undefined,
  'sts:TransitiveTagKeys': [],
})

function secondsBetween(earlier: Date, later: Date): number {
  return Math.floor((later.getTime() - earlier.getTime()) / 1000)
}
