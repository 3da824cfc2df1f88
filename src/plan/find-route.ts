import { AssumeError } from '../model/errors.ts'
import { parseRoleArn, partitionOf, roleReference } from './arn.ts'
import { type Chain, chainOf } from './chain.ts'
import { findProfile, profileNamed } from './find-profile.ts'
import { findUser } from './find-user.ts'
import { partitionOfRegion } from './region.ts'
import type { Request } from './request.ts'
import {
  accountOf,
  accountOfChain,
  type Found,
  identityOf,
  needIdentity,
  type Route,
} from './route.ts'
import { whereOf } from './where.ts'
import type { World } from './world.ts'

/** Which keys the request starts from, and which role it asks for. */
export function findRoute(request: Request, world: World): Found<Route> {
  const { target, options } = request
  if (target.kind === 'profile') return { found: profileRoute(target.profile, world) }
  if (target.kind === 'role')
    return { found: roleRoute(target.roleArn, options.sourceProfile, world) }
  return userRoute(target.user, target.role, request, world)
}

function profileRoute(name: string, world: World): Route {
  const profile = profileNamed(name, world, `profile "${name}"`)
  return { profile, chain: chainOf(profile, world), label: profile.name }
}

/** Whose keys take a bare ARN: `--source-profile`, the environment's own, `AWS_PROFILE`, `[default]`. */
function roleRoute(roleArn: string, sourceProfile: string | undefined, world: World): Route {
  const role = { arn: roleArn, where: 'the target' }
  parseRoleArn(roleArn, role.where)
  const { env } = world
  const selected = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE
  const environmentSource = sourceProfile === undefined ? world.environmentSource() : undefined
  if (environmentSource) {
    const profile = findProfile(selected || 'default', world)
    const chain = { source: environmentSource, roles: [] }
    return { ...(profile && { profile }), chain, role, label: roleLabel(roleArn, chain, world) }
  }
  const [name, subject] =
    sourceProfile !== undefined
      ? [sourceProfile, `--source-profile "${sourceProfile}"`]
      : selected
        ? [selected, `AWS_PROFILE "${selected}"`]
        : ['default', 'whose keys? the environment has none, and profile "default"']
  const profile = profileNamed(name, world, subject)
  const chain = chainOf(profile, world)
  return { profile, chain, role, label: roleLabel(roleArn, chain, world) }
}

/** `USER ROLE`: the role is in the account of the user, unless it says another. */
function userRoute(user: string, role: string, request: Request, world: World): Found<Route> {
  if (request.options.sourceProfile !== undefined) throw doubleSource(user)
  const found = findUser(user, world)
  if ('need' in found) return found
  const profile = found.found
  const chain = chainOf(profile, world)
  const where = `the role for ${user}`
  const arn = role.startsWith('arn:')
    ? { found: parseRoleArn(role, where).arn }
    : arnInAccount(
        role,
        chain,
        partitionOfRegion(whereOf(request.options, profile, world).region ?? ''),
        world,
      )
  if ('need' in arn) return arn
  const label = roleLabel(arn.found, chain, world)
  return { found: { profile, chain, user, role: { arn: arn.found, where }, label } }
}

function arnInAccount(text: string, chain: Chain, partition: string, world: World): Found<string> {
  const { accountId = accountOfChain(chain, world), role } = roleReference(text)
  if (accountId === undefined) return needIdentity(chain.source)
  const caller = identityOf(chain.source, world)
  return {
    found: `arn:${caller ? partitionOf(caller.arn) : partition}:iam::${accountId}:role/${role}`,
  }
}

/** The role's name, with its account where that is not the user's own. */
function roleLabel(roleArn: string, { source }: Chain, world: World): string {
  const { name, accountId } = parseRoleArn(roleArn, 'the target')
  const own = accountOf(source) ?? identityOf(source, world)?.accountId
  return own === accountId ? name : `${name}@${accountId}`
}

function doubleSource(user: string): AssumeError {
  return new AssumeError(`"${user}" and --source-profile both say whose keys to use`, [
    'leave one out: assume --source-profile NAME ROLE_ARN',
  ])
}
