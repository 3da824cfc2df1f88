import type { CommandContext } from '../../cli/context.ts'
import { targetLinesIn } from '../../each/target-lines.ts'
import { UsageError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { manyTargets, type NamedTarget } from '../../plan/many-targets.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { matchingPairs, pairPattern } from '../../plan/sso/pair-pattern.ts'
import { pairsOfRole, pairTargets } from '../../plan/sso/pair-targets.ts'
import { rolePairs } from '../../plan/sso/role-pairs.ts'
import { checkedCode, isCode } from '../../plan/values/mfa-code.ts'
import { completeRoles, signInsFor } from './complete-roles.ts'
import { type OrganizationRole, organizationTargets } from './each-organization.ts'

/** The words and options of `assume each` that select targets. */
export interface EachSelection {
  readonly words: readonly string[]
  readonly tokenCode: string | undefined
  readonly patterns: readonly string[]
  readonly profilesFrom: string | undefined
  readonly isSso: boolean
  readonly isOrg: boolean
  readonly units: readonly string[]
  readonly via: string | undefined
  readonly isWithOwn: boolean
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
  const { words, tokenCode, patterns, profilesFrom, isSso, isOrg, role } = selection
  const { units, via, isWithOwn } = selection
  if (isSso && isOrg) throw new UsageError('--sso and --org cannot be used together')
  if (isSso) {
    refuseOthers(selection)
    return ssoTargets(selection, inputs, interaction, context)
  }
  if (isOrg) {
    const wanted = organizationRole(selection)
    const { options } = selection
    const found = await organizationTargets(wanted, options, inputs, interaction, context)
    return { targets: found, isOrganization: true }
  }
  const [given] = [
    role !== undefined && '--role',
    via !== undefined && '--via',
    units.length > 0 && '--ou',
    isWithOwn && '--with-own',
  ].filter((each) => each !== false)
  if (given !== undefined) {
    throw new UsageError(`${given} needs ${given === '--role' ? '--sso or --org' : '--org'}`)
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

/** @throws UsageError if a part is missing, and for words and options that select other targets. */
function organizationRole(selection: EachSelection): OrganizationRole {
  const { words, tokenCode, patterns, profilesFrom, role, via, units, isWithOwn } = selection
  const [word, another] = words
  const isCodeOnly = word !== undefined && another === undefined && isCode(word)
  const [other] = [
    word !== undefined && !isCodeOnly && `"${word}"`,
    patterns.length > 0 && '--match',
    profilesFrom !== undefined && '--profiles-from',
    selection.options.sourceProfile !== undefined && '--source-profile',
  ].filter((each) => each !== false)
  if (other !== undefined) throw new UsageError(`--org and ${other} cannot be used together`)
  if (isCodeOnly && tokenCode !== undefined) {
    throw new UsageError(`two codes: ${word} and --token-code`)
  }
  if (role === undefined || via === undefined) {
    throw new UsageError(`--org needs ${role === undefined ? '--role' : '--via'}`, [
      'for example: assume each --org --role OrganizationAccountAccessRole --via management --dry-run',
    ])
  }
  const code = isCodeOnly ? word : tokenCode === undefined ? undefined : checkedCode(tokenCode)
  return { units, role, via, isWithOwn, ...(code !== undefined && { code }) }
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
