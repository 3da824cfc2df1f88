import { verdict } from '../iam/evaluation/policy.ts'
import type { Sts } from '../query/operation.ts'
import { plainSession, roleCaller } from '../state/caller.ts'
import type { Role } from '../state/world.ts'
import { factsOfService } from './facts.ts'
import type { MachineKeys } from './machine-session.ts'
import type { Tags } from './session-tags.ts'

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
  { world, keyring, now }: Sts,
): MachineKeys | undefined {
  const hasTags = Object.keys(tags).length > 0
  const facts = factsOfService(name, tags)
  const actions = ['sts:AssumeRole', ...(hasTags ? ['sts:TagSession'] : [])]
  const trusts = (action: string) =>
    verdict([role.trustPolicy], { action, principals: [service], facts }) === 'allow'
  if (!actions.every(trusts)) return undefined
  const end = new Date(Math.floor(now().getTime() / 1000 + 6 * 3600) * 1000)
  return keyring.issue(roleCaller(role, { ...plainSession(name), tags }, world), end)
}
