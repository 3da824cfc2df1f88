import type { CommandContext } from '../../cli/context.ts'
import { targetLinesIn } from '../../each/target-lines.ts'
import { UsageError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { manyTargets, type NamedTarget } from '../../plan/many-targets.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { pairsOfRole, pairTargets } from '../../plan/sso/pair-targets.ts'
import { matchingPairs, pairPattern, rolePairs } from '../../plan/sso/role-pairs.ts'
import { completeRoles, signInsFor } from './complete-roles.ts'

/** The words and options of `assume each` that select targets. */
export interface EachSelection {
  readonly words: readonly string[]
  readonly tokenCode: string | undefined
  readonly patterns: readonly string[]
  readonly profilesFrom: string | undefined
  readonly isSso: boolean
  readonly role: string | undefined
  readonly options: TargetOptions
  readonly quiet: boolean
}

export interface SelectedTargets {
  readonly targets: readonly NamedTarget[]
  readonly code?: string
  /** The targets are those of an organization, so their number is not in the command line. */
  readonly isOrganization: boolean
}

/** @throws UsageError for a selection that is contradictory or empty. */
export async function selectTargets(
  selection: EachSelection,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<SelectedTargets> {
  const { words, tokenCode, patterns, profilesFrom, isSso, role } = selection
  if (isSso) {
    refuseOthers(selection)
    return ssoTargets(selection, inputs, interaction, context)
  }
  if (role !== undefined) {
    throw new UsageError('--role selects roles of IAM Identity Center', ['add --sso'])
  }
  const lines = profilesFrom === undefined ? [] : targetLinesIn(profilesFrom)
  const names = [...inputs.profiles.profiles.keys()]
  return { ...manyTargets({ words, tokenCode, patterns, lines }, names), isOrganization: false }
}

async function ssoTargets(
  { patterns, role, options, quiet }: EachSelection,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<SelectedTargets> {
  const { report } = interaction
  const wanted = patterns.map(pairPattern)
  const signIns = signInsFor(options.ssoSession, inputs)
  const indexes = await completeRoles({ signIns, options, quiet }, inputs, interaction, context)
  const all = rolePairs(indexes)
  const pairs = role === undefined ? matchingPairs(all, wanted) : pairsOfRole(all, role)
  const accounts = new Set(all.map(({ account }) => account.accountId)).size
  const found = new Set(pairs.map(({ account }) => account.accountId)).size
  if (role !== undefined && found < accounts) {
    report.note(`you have the role "${role}" in ${found} of ${accounts} accounts`)
  }
  return {
    targets: pairTargets(pairs, { all, isSessionNamed: options.ssoSession !== undefined }),
    isOrganization: true,
  }
}

function refuseOthers({ words, tokenCode, profilesFrom, patterns, role }: EachSelection): void {
  const [word] = words
  const other =
    word === undefined
      ? profilesFrom === undefined
        ? tokenCode === undefined
          ? undefined
          : '--token-code'
        : '--profiles-from'
      : `"${word}"`
  if (other !== undefined) {
    throw new UsageError(`--sso and ${other} cannot be used together`, [
      '--sso selects your roles of IAM Identity Center by --match or --role',
    ])
  }
  if (patterns.length > 0 && role !== undefined) {
    throw new UsageError('--match and --role cannot be used together', [
      'a pattern has the role, too: --match ACCOUNT:ROLE',
    ])
  }
  if (patterns.length === 0 && role === undefined) {
    throw new UsageError('--sso needs --match or --role', [
      "all accounts: --match '*:ReadOnly', or --role ReadOnly",
    ])
  }
}
