import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { withoutSaved } from '../formats/active-session.ts'
import { shellWord } from '../formats/posix.ts'
import { listAccessKeys } from '../iam/aws-calls.ts'
import { type ExistingResources, nothingFound, placed } from '../iam/found.ts'
import { type Home, homeOf, regionOf } from '../iam/home.ts'
import { managedPolicyArn } from '../iam/managed-policy.ts'
import { commandLine, script } from '../iam/script.ts'
import { checkedName, type Setup } from '../iam/setup.ts'
import { setupSteps } from '../iam/setup-steps.ts'
import { asMade, undoSteps } from '../iam/undo-steps.ts'
import type { Reporter } from '../model/reporter.ts'
import { checkedRegion } from '../model/values/region.ts'
import { optionTable } from '../plan/options/options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { applySetup, applyUndo } from '../setup/apply.ts'
import { awsCli } from '../setup/aws-cli.ts'
import { administrator } from '../setup/caller.ts'
import { tellNextSteps } from '../setup/next-steps.ts'

/** Creates a user and a role that the user may assume, or prints the commands that create them. */
export class SetupCommand extends Command<CommandContext> {
  static override paths = [['setup']]
  static override usage = commandUsage({
    group: 'Set up',
    synopsis: 'USER ROLE [OPTIONS]',
    description: 'print or create what a user and a role need in IAM',
    details: `
      Prints the AWS CLI commands that create the user, the role that trusts the user, and the policy that
      allows the user to assume the role. With --apply it runs them one by one and skips what exists, so
      you can repeat it after a failure.

      --undo removes all of it. With --apply it removes only what has the tag that setup sets.

      The AWS CLI uses the keys of --profile, or those that it uses by default. With --apply, stdout gets a
      new access key and nothing else. Only the terminal shows the seed of an MFA device. Nothing is written
      into ~/.aws.
    `,
    examples: [
      ['Show what it would do', '$0 setup Bob reader --attach-policy ReadOnlyAccess'],
      [
        'Do it, with MFA and an access key',
        '$0 setup Bob reader --attach-policy ReadOnlyAccess --mfa --access-key --apply',
      ],
      ['Remove it', '$0 setup Bob reader --undo --apply'],
    ],
  })

  user = Option.String({ name: 'USER' })
  role = Option.String({ name: 'ROLE' })
  attachPolicies = optionField({
    name: '--attach-policy',
    metavariable: 'POLICY',
    isRepeatable: true,
    help: 'policy of the role: the name of an AWS managed policy, or an ARN',
  })
  mfa = optionField({
    name: '--mfa',
    help: 'require MFA, and create a virtual device if the user has none',
  })
  accessKey = optionField({
    name: '--access-key',
    help: 'create an access key if the user has none',
  })
  profile = optionField({
    name: '--profile',
    short: '-p',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'profile whose keys the AWS CLI uses',
  })
  region = optionField({
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'region of the AWS CLI and of the new profile',
  })
  account = optionField({
    name: '--account',
    metavariable: 'ACCOUNT',
    help: 'twelve digits (default: the account of the keys)',
  })
  partition = optionField({
    name: '--partition',
    metavariable: 'PARTITION',
    help: 'aws, aws-cn, aws-us-gov …',
  })
  undo = optionField({ name: '--undo', help: 'remove what setup creates' })
  apply = optionField({ name: '--apply', help: 'run the commands instead of printing them' })
  noInput = optionField(optionTable.noInput)

  async execute(): Promise<number> {
    const { context } = this
    checkedName(this.user, 'user')
    checkedName(this.role, 'role')
    if (this.region !== undefined) checkedRegion(this.region, '--region')
    const inputs = { ...(await readPlanInputs(context)), env: withoutSaved(context.env) }
    const report = reportTo(context, { quiet: false, debug: false })
    if (this.apply) await this.make(inputs, report)
    else await this.print(inputs, report)
    return 0
  }

  private async print(inputs: PlanInputs, report: Reporter): Promise<void> {
    const home = homeOf(this, inputs)
    const setup = this.setupIn(home)
    const steps = this.undo ? undoSteps(setup, asMade(setup)) : setupSteps(setup, nothingFound)
    const what = this.undo ? 'remove' : 'create'
    report.note(
      `these commands ${what} user ${setup.user} and role ${setup.role} in account ${home.account} (${home.from}); to run them: ${this.commandLine('--apply')}`,
    )
    await this.context.writer.toStdout(script(steps, setup, this.common()))
    if (this.undo) this.sayWhatToMind(setup, report)
    else this.tellNextSteps(setup, nothingFound, inputs, report)
  }

  private sayWhatToMind(setup: Setup, report: Reporter): void {
    report.note('leave out the commands for what existed before')
    const keys = commandLine(listAccessKeys(setup), this.common())
    if (this.accessKey) report.note(`KEY_ID: ${keys}`)
  }

  private async make(inputs: PlanInputs, report: Reporter): Promise<void> {
    const { context } = this
    const region = regionOf(this, inputs)
    const common = this.common()
    const aws = awsCli(common, { ...inputs.env, AWS_DEFAULT_REGION: region })
    const caller = await administrator(aws, this)
    report.note(`in account ${caller.account}, as ${caller.arn}`)
    const setup = this.setupIn(caller)
    const work = { setup, aws, common, context, report, goOn: this.commandLine('--apply') }
    if (this.undo) return applyUndo(work)
    const takeBack = this.commandLine('--undo', '--apply')
    const found = await applySetup(
      { ...work, takeBack },
      !this.noInput && context.terminal.isThere(),
    )
    this.tellNextSteps(placed(setup, found), found, inputs, report)
  }

  private setupIn({ account, partition }: Pick<Home, 'account' | 'partition'>): Setup {
    const { user, role, mfa, accessKey, attachPolicies = [] } = this
    const policies = attachPolicies.map((word) => managedPolicyArn(word, partition))
    return { account, partition, user, role, policies, mfa, accessKey }
  }

  private common(): string[] {
    return [...given('--profile', this.profile), ...given('--region', this.region)]
  }

  /** This command line with more options. */
  private commandLine(...more: readonly string[]): string {
    const words = [
      ...[this.user, this.role],
      ...(this.attachPolicies ?? []).flatMap((word) => ['--attach-policy', word]),
      ...(this.mfa ? ['--mfa'] : []),
      ...(this.accessKey ? ['--access-key'] : []),
      ...this.common(),
      ...given('--account', this.account),
      ...given('--partition', this.partition),
      ...(this.undo && !more.includes('--undo') ? ['--undo'] : []),
      ...more,
    ]
    return ['assume setup', ...words.map(shellWord)].join(' ')
  }

  private tellNextSteps(
    setup: Setup,
    found: ExistingResources,
    inputs: PlanInputs,
    report: Reporter,
  ): void {
    const { region, apply: isApplied, context } = this
    tellNextSteps({ setup, found, region, isApplied }, inputs, report, context.writer)
  }
}

const given = (option: string, value: string | undefined) =>
  value === undefined ? [] : [option, value]
