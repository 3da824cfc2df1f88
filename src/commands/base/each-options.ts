import { optionField } from '../../cli/option-field.ts'
import { type TargetOptions, targetOptions } from '../../plan/options/target-options.ts'
import type { EachSelection } from './each-targets.ts'
import { ProgramCommand } from './program-command.ts'

/** The options of `assume each`. */
export abstract class EachOptions extends ProgramCommand {
  override profile = undefined
  override format = undefined
  override region = optionField({
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'one region, or several with commas: the program runs in each',
    // The command for the failed jobs names the region and the target of each job.
    isOmittedFromHints: true,
  })
  patterns = optionField({
    name: '--match',
    metavariable: 'PATTERN',
    isRepeatable: true,
    help: 'profiles whose name matches, or with --sso ACCOUNT:ROLE, with * and ?; can be repeated',
    isOmittedFromHints: true,
  })
  sso = optionField({
    name: '--sso',
    help: 'your roles of IAM Identity Center, selected by --match or --role',
    isOmittedFromHints: true,
  })
  role = optionField({
    name: '--role',
    metavariable: 'NAME',
    help: 'with --sso or --org: this role in every account',
    isOmittedFromHints: true,
  })
  org = optionField({
    name: '--org',
    help: 'all active accounts of an organization; needs --role and --via',
    isOmittedFromHints: true,
  })
  units = optionField({
    name: '--ou',
    metavariable: 'OU',
    isRepeatable: true,
    help: 'with --org: only accounts in this unit (id or path) and below; can be repeated',
    isOmittedFromHints: true,
  })
  via = optionField({
    name: '--via',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'with --org: profile that lists the accounts and assumes the roles',
    isOmittedFromHints: true,
  })
  withOwn = optionField({
    name: '--with-own',
    help: 'with --org: also the account of the profile and the management account',
    isOmittedFromHints: true,
  })
  profilesFrom = optionField({
    name: '--profiles-from',
    metavariable: 'FILE',
    completes: 'file',
    help: 'file with one target per line; - is stdin',
    isOmittedFromHints: true,
  })
  jobs = optionField({
    name: '--jobs',
    short: '-j',
    metavariable: 'NUMBER',
    help: 'number of programs that run at a time (default: 8)',
  })
  dryRun = optionField({
    name: '--dry-run',
    help: 'print the targets and run nothing',
    isOmittedFromHints: true,
  })
  group = optionField({
    name: '--group',
    help: 'print the output of a target in one piece, when it ends',
  })
  json = optionField({ name: '--json', help: 'print a line of JSON for each target, when it ends' })

  protected selection(): EachSelection {
    const { words, tokenCode, patterns = [], profilesFrom, role, units = [], via, quiet } = this
    const options = this.targetOptions()
    const kinds = { isSso: this.sso, isOrg: this.org, isWithOwn: this.withOwn }
    return { words, tokenCode, patterns, profilesFrom, role, units, via, ...kinds, options, quiet }
  }

  /** Each run has its own region. */
  protected override targetOptions(): TargetOptions {
    return targetOptions({ ...this, region: undefined })
  }
}
