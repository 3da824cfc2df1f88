import { accountsInUnits } from '../../aws-api/organizations/accounts-in-units.ts'
import {
  listAccounts,
  type OrganizationMember,
  type OrganizationsCaller,
} from '../../aws-api/organizations/list-members.ts'
import type { CommandContext } from '../../cli/context.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { sayIfSlow } from '../../model/say-if-slow.ts'
import { stsEndpointConfig } from '../../plan/endpoint/endpoint-config.ts'
import { organizationsEndpoint } from '../../plan/endpoint/organizations-endpoint.ts'
import { partitionOfRegion } from '../../plan/endpoint/regions.ts'
import { findProfile } from '../../plan/find-profile.ts'
import type { NamedTarget } from '../../plan/many-targets.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { accountOfArn, plausibleRoleArn } from '../../plan/values/arn.ts'
import { obtainSessionFor } from '../../session/obtain/obtain.ts'
import { identify } from '../../session/sts/call-sts.ts'

/** A role in the accounts of an organization. */
export interface OrganizationRole {
  /** Ids and paths of units; empty for all accounts. */
  readonly units: readonly string[]
  readonly role: string
  /** The profile whose session lists the accounts and assumes the roles. */
  readonly via: string
  /** Includes the account of the profile and the management account. */
  readonly isWithOwn: boolean
  readonly code?: string
}

/**
 * The role in each active account of an organization.
 *
 * @throws AssumeError if the profile gets no session, or if Organizations denies the list.
 */
export async function organizationTargets(
  wanted: OrganizationRole,
  options: TargetOptions,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<readonly NamedTarget[]> {
  const { units, role, via, isWithOwn } = wanted
  const { report, interrupted } = interaction
  const profile = findProfile(via, inputs)
  const { allowHttpEndpoint } = options
  const ownOptions = allowHttpEndpoint ? { allowHttpEndpoint } : {}
  const sts = stsEndpointConfig(ownOptions, profile, inputs)
  const partition = partitionOfRegion(sts.region)
  // A role that cannot exist is refused before a call.
  const arnIn = (id: string) => plausibleRoleArn(`arn:${partition}:iam::${id}:role/${role}`)
  arnIn('123456789012')
  const { session } = await obtainSessionFor(
    {
      target: { kind: 'profile', profile: via },
      options: ownOptions,
      ...(wanted.code !== undefined && { code: wanted.code }),
    },
    { context, inputs },
    interaction,
  )
  const { credentials } = session
  const { env } = inputs
  const identity = { endpointConfig: sts, credentials, keysOf: `profile "${via}"`, env, report }
  const own = session.accountId ?? (await identify(identity)).accountId
  const caller: OrganizationsCaller = {
    endpointConfig: organizationsEndpoint(sts, profile, inputs),
    credentials,
    profile: via,
    env,
    report,
    interrupted,
  }
  // A large organization takes a hundred calls.
  const found = await sayIfSlow(report, 'the accounts of the organization', () =>
    units.length > 0 ? accountsInUnits(units, caller) : listAccounts(caller),
  )
  const { targets, suspended, left } = sorted(found, own, isWithOwn)
  if (suspended.length > 0) {
    const shown = suspended.map((each) => `${titleOf(each)}, ${each.state}`)
    report.note(`without ${shown.length} that are not active: ${shown.join('; ')}`)
  }
  for (const [account, why] of left) report.note(`without ${titleOf(account)}: ${why}`)
  if (targets.length > 0) return targetsIn(targets, via, arnIn)
  throw new AssumeError('there is no other active account', [
    'to include the own account and the management account: --with-own',
  ])
}

function sorted(found: readonly OrganizationMember[], own: string, isWithOwn: boolean) {
  const active = found.filter(({ state }) => state === 'ACTIVE')
  const reasonOf = ({ id, arn }: OrganizationMember) => {
    if (isWithOwn) return undefined
    // The ARN of each account contains the management account.
    if (id === accountOfArn(arn)) return 'it is the management account'
    return id === own ? 'it is the account of the profile' : undefined
  }
  return {
    targets: active.filter((each) => reasonOf(each) === undefined),
    suspended: found.filter(({ state }) => state !== 'ACTIVE'),
    left: active.flatMap((each) => {
      const why = reasonOf(each)
      return why === undefined ? [] : [[each, why] as const]
    }),
  }
}

const titleOf = ({ id, name }: OrganizationMember) => (name === id ? id : `${name} (${id})`)

function targetsIn(
  accounts: readonly OrganizationMember[],
  via: string,
  arnIn: (id: string) => string,
): readonly NamedTarget[] {
  const counts = new Map<string, number>()
  for (const { name } of accounts) counts.set(name, (counts.get(name) ?? 0) + 1)
  return accounts.map(({ id, name }) => {
    const roleArn = arnIn(id)
    return {
      name: roleArn,
      shown: counts.get(name) === 1 ? name : `${name} ${id}`,
      target: { kind: 'role', roleArn },
      options: { sourceProfile: via },
      optionWords: ['--source-profile', via],
      account: { id, name },
    }
  })
}
