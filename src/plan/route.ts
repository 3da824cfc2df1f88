import { type Profile, text } from '../config/profile.ts'
import { accountOfKey } from './account-of-key.ts'
import { parseRoleArn } from './arn.ts'
import type { Chain } from './chain.ts'
import type { CallerIdentity, Need, Source } from './plan.ts'
import type { World } from './world.ts'

/** Where a request leads, before it is turned into calls. */
export interface Route {
  readonly chain: Chain
  /** Serves region, endpoint and settings for the whole chain. */
  readonly profile?: Profile
  /** A role named on the command line, taken with what the chain gives. */
  readonly role?: NamedRole
  /** The IAM user named on the command line. */
  readonly user?: string
  readonly label: string
}

export interface NamedRole {
  readonly arn: string
  readonly where: string
}

export type Found<T> = { readonly found: T } | { readonly need: Need }

/** The account whose credentials the chain ends with, if anything tells. */
export function accountOfChain({ roles, source }: Chain, world: World): string | undefined {
  const last = roles.at(-1)
  if (last)
    return parseRoleArn(text(last, 'role_arn') ?? '', `role_arn of "${last.name}"`).accountId
  return accountOf(source) ?? identityOf(source, world)?.accountId
}

/** By what the profile says, else by the key id. */
export const accountOf = (source: Source) => source.accountId ?? accountOfKey(source.identity)

export const identityOf = (source: Source, { facts }: World): CallerIdentity | undefined =>
  facts.callerIdentities.get(source.identity)

export const needIdentity = (source: Source): { readonly need: Need } => ({
  need: { fact: 'caller identity', source },
})
