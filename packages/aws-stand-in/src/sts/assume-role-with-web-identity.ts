import { evaluate } from '../iam/evaluation/policy.ts'
import { AwsError, accessDenied, validationError } from '../query/aws-error.ts'
import type { UnsignedOperation } from '../query/operation.ts'
import { plainSession, roleCaller } from '../state/caller.ts'
import { partitionOf, type Role, roleArn } from '../state/world.ts'
import { issue } from './issue-session.ts'
import { sessionPolicies } from './session-policy.ts'
import {
  type Claims,
  claimsOf,
  isSignedBy,
  type OidcProvider,
  oidcProviderArn,
} from './web-identity-token.ts'

const action = 'sts:AssumeRoleWithWebIdentity'

/**
 * Assumes a role with a token of an OpenID Connect provider. The request is not signed.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity: UnsignedOperation = (parameters, state) => {
  const { RoleArn = '', RoleSessionName = '', WebIdentityToken = '' } = parameters
  const { DurationSeconds = '3600' } = parameters
  const claims = claimsOf(WebIdentityToken)
  if (!claims) throw invalidToken('The ID Token provided is not a valid JWT.')
  const partition = partitionOf(state.world)
  const provider = providerOf(claims, RoleArn, state.world.oidcProviders ?? [])
  if (!isSignedBy(provider, WebIdentityToken)) throw invalidToken('Invalid token signature')
  checkTime(claims, state.now())
  if (!provider.audiences.includes(claims.aud)) throw invalidToken('Incorrect token audience')

  const role = state.world.roles.find((each) => roleArn(each, partition) === RoleArn)
  const providerArn = oidcProviderArn(provider, partition)
  if (!role || !trusts(role, providerArn, RoleSessionName)) {
    throw accessDenied(`Not authorized to perform ${action}`)
  }
  const seconds = Number(DurationSeconds)
  if (seconds > (role.maxSessionDuration ?? 3600)) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  const session = { ...plainSession(RoleSessionName), ...sessionPolicies(parameters, state.world) }
  const assumed = roleCaller(role, session, state.world)
  return {
    Credentials: issue(assumed, seconds, state),
    AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
    SubjectFromWebIdentityToken: claims.sub,
    Audience: claims.aud,
    Provider: providerArn,
  }
}

/** Returns the provider of the role's account that issued the token. */
function providerOf(
  { iss }: Claims,
  roleArn: string,
  providers: readonly OidcProvider[],
): OidcProvider {
  const account = roleArn.split(':')[4]
  const found = providers.find((each) => each.account === account && `https://${each.host}` === iss)
  if (found) return found
  throw invalidToken(`No OpenIDConnect provider found in your account for ${iss}`)
}

function checkTime({ exp }: Claims, now: Date): void {
  const seconds = Math.floor(now.getTime() / 1000)
  if (seconds < exp) return
  const message = `Token expired: current date/time ${seconds} must be before the expiration date/time ${exp}`
  throw new AwsError('ExpiredTokenException', 400, message)
}

function trusts({ trustPolicy }: Role, providerArn: string, sessionName: string): boolean {
  const context = {
    'aws:MultiFactorAuthAge': undefined,
    'aws:MultiFactorAuthPresent': undefined,
    'aws:PrincipalArn': undefined,
    'aws:PrincipalTag': {},
    'aws:RequestTag': {},
    'aws:SourceIdentity': undefined,
    'aws:TagKeys': [],
    'sts:ExternalId': undefined,
    'sts:RoleSessionName': sessionName,
    'sts:SourceIdentity': undefined,
    'sts:TransitiveTagKeys': [],
  }
  return evaluate([trustPolicy], { action, principals: [providerArn], context }) === 'allowed'
}

const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', 400, message)
