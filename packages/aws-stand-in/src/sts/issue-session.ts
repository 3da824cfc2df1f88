import { evaluate } from '../iam/evaluation/policy.ts'
import type { AwsState } from '../query/operation.ts'
import type { Tree } from '../query/xml.ts'
import { type Caller, plainSession, roleCaller, userCaller } from '../state/caller.ts'
import type { CredentialStore } from '../state/credential-store.ts'
import type { Role, Tags, User } from '../state/world.ts'
import { serviceRequestContext } from './request-context.ts'

/** Makes keys for `caller` that live for that many seconds, as STS shows them in an answer. */
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

/** Keys that AWS gives to a machine of its own, for six hours as EC2 does. */
export function roleSession(
  role: Role,
  name: string,
  { world, credentialStore, now }: AwsState,
): SessionCredentials {
  const end = new Date(Math.floor(now().getTime() / 1000 + 6 * 3600) * 1000)
  return credentialStore.issue(roleCaller(role, plainSession(name), world), end)
}

/** What a service of AWS's asks for when it assumes a role for somebody's instance or function. */
export interface ServiceSession {
  /** `ec2.amazonaws.com` */
  readonly service: string
  readonly name: string
  /** EKS brings some, always. */
  readonly tags?: Tags
}

/** Keys of the role for six hours, as EC2 has them; undefined where the role does not trust the service. */
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

/** Keys of a session of the user, with all that the user may do, as signing in by browser gives. */
export function userSession(
  user: User,
  seconds: number,
  { world, credentialStore, now }: AwsState,
): SessionCredentials {
  const caller = { ...userCaller(user, world), keys: 'temporary' as const }
  const end = new Date((Math.floor(now().getTime() / 1000) + seconds) * 1000)
  return credentialStore.issue(caller, end)
}
