import { type Profile, placeOf, text } from '../../config/profile.ts'
import type { Danger } from '../danger/danger.ts'
import { resolveRegion, stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import type { EndpointConfig } from '../endpoint/endpoint-types.ts'
import { refuseOtherPartition } from '../endpoint/partition.ts'
import type { CallerIdentity, Need, Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { accountOfKey } from '../values/account-of-key.ts'
import { accountOfArn, parseRoleArn, partitionOf, type RoleArn } from '../values/arn.ts'
import type { Chain } from './chain.ts'

/** Where a request leads, before it is turned into calls. */
export interface Route {
  readonly chain: Chain
  /** Serves region, endpoint and settings for the whole chain. */
  readonly profile?: Profile
  /** A role named on the command line, taken with what the chain gives. */
  readonly role?: RoleArn
  /** The IAM user named on the command line, as AWS writes the name. */
  readonly user?: string
  readonly label: string
  /** As IAM Identity Center calls the account of `ACCOUNT:ROLE`. */
  readonly accountName?: string
  readonly danger?: Danger
  /** Said on the way. */
  readonly note?: string
}

export type Planned<T> = { readonly value: T } | { readonly need: Need }

/** The account whose credentials the chain ends with, if anything tells. */
export function accountOfChain({ roles, source }: Chain, inputs: PlanInputs): string | undefined {
  const last = roles.at(-1)
  return last
    ? roleOf(last).accountId
    : (accountOf(source) ?? identityOf(source, inputs)?.accountId)
}

/** The roles that a route takes, by their ARNs, in order. */
export function rolesTaken({ chain: { source, roles }, role }: Route): readonly string[] {
  const token = source.tokenFor === undefined ? [] : [source.tokenFor]
  return [...token, ...roles.map((profile) => roleOf(profile).arn), ...(role ? [role.arn] : [])]
}

/** The account of the session that a route leads to, if anything tells. */
export function accountOfRoute(route: Route, inputs: PlanInputs): string | undefined {
  const last = rolesTaken(route).at(-1)
  const { source } = route.chain
  return last === undefined
    ? (accountOf(source) ?? identityOf(source, inputs)?.accountId)
    : accountOfArn(last)
}

/** By what the profile says, else by the key id. */
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
 * The profile asked for serves all calls, also those that only find something out.
 *
 * @throws AssumeError where AWS's own STS would be called in another partition than that of a role.
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

/** @throws AssumeError that says where the profile is. */
export const roleOf = (profile: Profile): RoleArn =>
  parseRoleArn(
    text(profile, 'role_arn') ?? '',
    `role_arn of "${profile.name}" (${placeOf(profile, 'role_arn')})`,
  )
