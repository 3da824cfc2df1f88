import { managedPolicy } from '../iam/evaluation/managed-policies.ts'
import { checkPolicy, type PolicyDocument } from '../iam/evaluation/policy.ts'
import { type Role, roleArn, type User, userArn, type World } from './world.ts'

/** The current world. Changes replace it as a whole, so a world that was read never changes. */
export interface StateStore {
  readonly world: World
  /** Throws if the world contains something unsupported. The current world stays in use. */
  setWorld(next: World): void
}

export function openStateStore(first: World): StateStore {
  checkWorld(first)
  let current = first
  return {
    get world() {
      return current
    },
    setWorld(next) {
      checkWorld(next)
      current = next
    },
  }
}

/**
 * Throws on a policy that the stand-in cannot evaluate, because ignoring it would give wrong
 * decisions. Throws on an access key with two owners.
 */
function checkWorld(world: World): void {
  const { users, roles, roots = [], managedPolicies = {} } = world
  for (const [arn, { document }] of Object.entries(managedPolicies)) checkPolicy(document, arn)
  for (const user of users) checkOwner(user, userArn(user), world)
  for (const role of roles) {
    checkOwner(role, roleArn(role), world)
    checkPolicy(role.trustPolicy, `trust policy of ${roleArn(role)}`)
  }
  const keyIds = [...users, ...roots].flatMap((owner) => owner.accessKeys.map(keyId))
  const duplicate = keyIds.find((id, place) => keyIds.indexOf(id) < place)
  if (duplicate !== undefined) throw new Error(`the access key ${duplicate} has two owners`)
}

const keyId = ({ accessKeyId }: { readonly accessKeyId: string }) => accessKeyId

function checkOwner(owner: User | Role, arn: string, world: World): void {
  const { policies = {}, attachedPolicies = [] } = owner
  const named: readonly [string, PolicyDocument][] = Object.entries(policies)
  for (const [name, policy] of named) checkPolicy(policy, `${name} of ${arn}`)
  const unknown = attachedPolicies.find((each) => managedPolicy(each, world) === undefined)
  if (unknown) throw new Error(`${arn}: the stand-in does not know the policy ${unknown}`)
}
