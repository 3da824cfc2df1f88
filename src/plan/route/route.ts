import { type Profile, placeOf, text } from '../../config/profile.ts'
import type { Danger } from '../danger/danger.ts'
import { stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import type { EndpointConfig } from '../endpoint/endpoint-types.ts'
import { refuseOtherPartition } from '../endpoint/partition.ts'
import { resolveRegion } from '../endpoint/resolve-region.ts'
import type { CallerIdentity, Need } from '../facts.ts'
import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { accountOfKey } from '../values/account-of-key.ts'
import { accountOfArn, parseRoleArn, partitionOf, type RoleArn } from '../values/arn.ts'
import type { Chain } from './chain.ts'

/** The result of a request, before it becomes STS calls. */
export interface Route {
  readonly chain: Chain
  /** The profile that provides region, endpoint and settings for the whole chain. */
  readonly profile?: Profile
  /** The role of the command line. The last credentials of the chain assume it. */
  readonly role?: RoleArn
  /** The IAM user of the command line, in AWS's spelling. */
  readonly user?: string
  readonly label: string
  /** The IAM Identity Center name of the account in `ACCOUNT:ROLE`. */
  readonly accountName?: string
  readonly danger?: Danger
  /** A note for the user. */
  readonly note?: string
}

export type Planned<T> = { readonly value: T } | { readonly need: Need }

/** The account of the last credentials in the chain, if it is known. */
export function accountOfChain({ roles, source }: Chain, inputs: PlanInputs): string | undefined {
  const last = roles.at(-1)
  return last
    ? roleOf(last).accountId
    : (accountOf(source) ?? identityOf(source, inputs)?.accountId)
}

/** The ARNs of the roles that a route assumes, in order. */
export function rolesTaken({ chain: { source, roles }, role }: Route): readonly string[] {
  const token = source.tokenFor === undefined ? [] : [source.tokenFor]
  return [...token, ...roles.map((profile) => roleOf(profile).arn), ...(role ? [role.arn] : [])]
}

/** The account of the final session of a route, if it is known. */
export function accountOfRoute(route: Route, inputs: PlanInputs): string | undefined {
  const last = rolesTaken(route).at(-1)
  const { source } = route.chain
  return last === undefined
    ? (accountOf(source) ?? identityOf(source, inputs)?.accountId)
    : accountOfArn(last)
}

/** The account of the profile, or else of the access key id. */
export const accountOf = (source: Source) => source.accountId ?? accountOfKey(source.identity)

export const identityOf = (
  source: Source,
  { facts, learned }: PlanInputs,
): CallerIdentity | undefined =>
  facts.callerIdentities.get(source.identity) ?? learned.ofKeys(source).caller

export const needIdentity = (
  source: Source,
  endpointConfig: EndpointConfig,
): { readonly need: Need } => ({
  need: { fact: 'caller identity', source, endpointConfig },
})

/**
 * The requested profile configures the endpoint of every call, including calls that only query.
 *
 * @throws AssumeError if AWS's STS and a role of the chain are in different partitions.
 */
export function endpointConfigOfRoute(
  { options }: Request,
  route: Route,
  inputs: PlanInputs,
): EndpointConfig {
  const last = route.chain.roles.at(-1)
  const role = route.role ?? (last && roleOf(last))
  const { tokenFor } = route.chain.source
  const partition = role?.partition ?? (tokenFor && partitionOf(tokenFor))
  const endpointConfig = stsEndpointConfig(options, route.profile, inputs, partition)
  const regionFrom = () => resolveRegion(options, route.profile, inputs)?.location
  for (const arn of rolesTaken(route)) refuseOtherPartition(endpointConfig, arn, regionFrom)
  return endpointConfig
}

/** @throws AssumeError that shows the location of the profile. */
export function roleOf(profile: Profile): RoleArn {
  const known = parsedRoles.get(profile)
  if (known) return known
  const where = `role_arn of "${profile.name}" (${placeOf(profile, 'role_arn')})`
  const role = parseRoleArn(text(profile, 'role_arn') ?? '', where)
  parsedRoles.set(profile, role)
  return role
}

/** A plan needs the role of a profile several times, and a list makes a plan for each of thousands of profiles. */
const parsedRoles = new WeakMap<Profile, RoleArn>()
