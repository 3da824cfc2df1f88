import { evaluate } from '../iam/evaluation/policy.ts'
import type { AwsState } from '../query/operation.ts'
import type { Tree } from '../query/xml.ts'
import { type Caller, plainSession, roleCaller, userCaller } from '../state/caller.ts'
import type { CredentialStore } from '../state/credential-store.ts'
import type { Role, Tags, User } from '../state/world.ts'
import { serviceRequestContext } from './request-context.ts'

/** Issues credentials for `caller` and returns the `Credentials` element of the response. */
export function issue(
  caller: Caller,
  seconds: number,
  { credentialStore, sessionSeconds, now }: AwsState,
): Tree {
  const wholeSecond = Math.floor(now().getTime() / 1000)
  const credentials = credentialStore.issue(
    caller,
    new Date((wholeSecond + sessionSeconds(seconds)) * 1000),
  )
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiration.toISOString().replace('.000Z', 'Z'),
  }
}

export type SessionCredentials = ReturnType<CredentialStore['issue']>

/**
 * Issues credentials of a role session for six hours, as EC2 does, without checking the trust
 * policy.
 */
export function roleSession(
  role: Role,
  name: string,
  { world, credentialStore, now }: AwsState,
): SessionCredentials {
  const end = new Date(Math.floor(now().getTime() / 1000 + 6 * 3600) * 1000)
  return credentialStore.issue(roleCaller(role, plainSession(name), world), end)
}

/** The session that a service requests when it assumes the role of an instance or function. */
export interface ServiceSession {
  /** For example `ec2.amazonaws.com`. */
  readonly service: string
  readonly name: string
  /** EKS always sets session tags. */
  readonly tags?: Tags
}

/**
 * Issues credentials of a role session for six hours, as EC2 does. Returns undefined if the role
 * does not trust the service.
 */
export function serviceSession(
  role: Role,
  { service, name, tags = {} }: ServiceSession,
  { world, credentialStore, now }: AwsState,
): SessionCredentials | undefined {
  const hasTags = Object.keys(tags).length > 0
  const context = serviceRequestContext(name, tags)
  const actions = ['sts:AssumeRole', ...(hasTags ? ['sts:TagSession'] : [])]
  const trusts = (action: string) =>
    evaluate([role.trustPolicy], { action, principals: [service], context }) === 'allowed'
  if (!actions.every(trusts)) return undefined
  const end = new Date(Math.floor(now().getTime() / 1000 + 6 * 3600) * 1000)
  return credentialStore.issue(roleCaller(role, { ...plainSession(name), tags }, world), end)
}

/**
 * Issues credentials of a user session with all permissions of the user, as a browser sign-in does.
 */
export function userSession(
  user: User,
  seconds: number,
  { world, credentialStore, now }: AwsState,
): SessionCredentials {
  const caller = { ...userCaller(user, world), keys: 'temporary' as const }
  const end = new Date((Math.floor(now().getTime() / 1000) + seconds) * 1000)
  return credentialStore.issue(caller, end)
}
