import { commandUsage } from '../cli/command-usage.ts'
import { optionField } from '../cli/option-field.ts'
import { repeatedOptions } from '../cli/repeated-options.ts'
import { groupedOutput, jsonOutput } from '../each/buffered-output.ts'
import { hasFailed, type Job } from '../each/job.ts'
import { type JobRequest, prepareJobs, prepareLateJobs, targetRequests } from '../each/jobs.ts'
import type { JobsOutput, StreamName, Write } from '../each/output.ts'
import { prefixedOutput } from '../each/prefixed-output.ts'
import { ProgressLine, type ProgressTerminal } from '../each/progress.ts'
import { retryCommands } from '../each/retry-command.ts'
import { runJobs } from '../each/run-jobs.ts'
import { failureLines, successLine } from '../each/summary.ts'
import { inThisShell } from '../model/command-name.ts'
import { UsageError } from '../model/errors.ts'
import { inCharset } from '../model/in-charset.ts'
import type { Interaction } from '../model/interaction.ts'
import { visible } from '../model/visible.ts'
import { optionRegion } from '../plan/endpoint/regions.ts'
import { type TargetOptions, targetOptions } from '../plan/options/target-options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { checkProgram } from '../programs/find-program.ts'
import type { Program } from '../programs/run-program.ts'
import { protectionOf } from '../session/obtain/confirm-targets.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { measureFor } from '../terminal/measure-for.ts'
import type { TextMeasure } from '../terminal/text-measure.ts'
import { eachPlanSummary, eachPlanTable } from '../view/each-plan.ts'
import { tableText } from '../view/table.ts'
import { tableStyleFor } from '../view/table-style.ts'
import { type EachSelection, type SelectedTargets, selectTargets } from './base/each-targets.ts'
import { ProgramCommand } from './base/program-command.ts'

/** Runs one program with the sessions of many targets in parallel. */
export class EachCommand extends ProgramCommand {
  static override paths = [['each']]
  static override usage = commandUsage({
    group: 'Use credentials',
    synopsis: 'TARGET… [CODE] [OPTIONS] -- PROGRAM ARG…',
    description: 'run one program with the credentials of each of many targets',
    details: `
      TARGET is a profile or the ARN of a role. Quote a target of two words: 'Bob admin'. One CODE serves
      all targets. PROGRAM runs without a shell and with an empty stdin. ASSUME_ROLE and AWS_REGION tell
      it the target.

      With --sso the targets are your roles of IAM Identity Center, and with --org a role in the accounts
      of AWS Organizations.

      The exit status is 1 if PROGRAM failed for a target. Then the end lists these targets and the
      command that runs PROGRAM for them again.
    `,
    examples: [
      ['In two accounts', '$0 each dev prod -- aws s3 ls'],
      ['With all profiles whose name matches', "$0 each --match 'prod-*' -- terraform plan"],
      [
        'In two regions of each account',
        '$0 each dev prod --region eu-west-1,us-east-1 -- aws ec2 describe-vpcs',
      ],
      ['With a role in every account', '$0 each --sso --role ReadOnly --dry-run'],
      [
        'In an organization',
        '$0 each --org --ou Workloads/Prod --role Audit --via management -- aws s3 ls',
      ],
      ['With a shell', '$0 each dev prod -- sh -c \'echo "$ASSUME_ROLE"\''],
    ],
  })

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

  override async execute(): Promise<number> {
    const { context, group, json } = this
    const program = this.dryRun && !this.program ? undefined : await this.programWords()
    const atOnce = jobsAtOnce(this.jobs)
    const regions = regionsOf(this.region)
    if (group && json) throw new UsageError('--group and --json cannot be used together')
    const options = this.targetOptions()
    const inputs = await readPlanInputs(context)
    if (program) checkProgram(program[0], context)
    const selected = await selectTargets(this.selection(), inputs, this.interaction(), context)
    const run = { ...selected, options, regions, atOnce }
    if (!program || this.dryRun) return this.printPlan(run, inputs)
    return this.run(run, program, inputs)
  }

  private selection(): EachSelection {
    const { words, tokenCode, patterns = [], profilesFrom, role, units = [], via, quiet } = this
    const options = this.targetOptions()
    const kinds = { isSso: this.sso, isOrg: this.org, isWithOwn: this.withOwn }
    return { words, tokenCode, patterns, profilesFrom, role, units, via, ...kinds, options, quiet }
  }

  private async printPlan(run: EachRun, inputs: PlanInputs): Promise<number> {
    const { context } = this
    const { dangerous } = protectionOf(targetRequests(run), inputs)
    const plan = { ...run, dangerous: new Set(dangerous.map(({ name }) => name)) }
    const lines = await tableText(eachPlanTable(plan), tableStyleFor(context))
    await context.writer.toStdout(`${inCharset(lines.join('\n'), context.env)}\n`)
    this.interaction().report.note(eachPlanSummary(plan))
    return 0
  }

  private async run(run: EachRun, program: Program, inputs: PlanInputs): Promise<number> {
    const { context, quiet } = this
    const { writer } = context
    const { atOnce, isOrganization } = run
    const measure = await measureFor(run.targets.map(({ name }) => visible(name)))
    const line = new ProgressLine(this.progressTerminal(), measure)
    try {
      const prepare = isOrganization ? prepareLateJobs : prepareJobs
      const jobs = await prepare(run, { context, inputs }, this.aside(line), line)
      const write: Write = (stream, bytes) =>
        line.aside(() => (stream === 'stdout' ? writer.toStdout(bytes) : writer.toStderr(bytes)))
      const output = this.outputOf(jobs, write, measure)
      const again = (some: readonly Job[]) => retryCommands(some, repeatedOptions(this), program)
      const running = { program, jobs, atOnce, isFirstAlone: isOrganization, output, again, line }
      const endings = await runJobs(running, context)
      const failed = endings.filter(hasFailed).map(({ job }) => job)
      const good = isOrganization && !quiet ? successLine(endings) : undefined
      const lines = [
        ...(good === undefined ? [] : [`assume: ${good}`]),
        ...(failed.length > 0 ? failureLines(endings, again(failed)) : []),
      ]
      const said = lines.map((text) =>
        inCharset(visible(inThisShell(text, context.env)), context.env),
      )
      if (said.length > 0) void writer.toStderr(`${said.join('\n')}\n`)
      return failed.length > 0 ? 1 : 0
    } finally {
      line.end()
    }
  }

  private async programWords(): Promise<Program> {
    const [file, ...args] = this.program ?? []
    if (file !== undefined) return [file, ...args]
    throw (
      (await this.missingDoubleDash()) ??
      new UsageError('there is no program after --', [
        'for example: assume each dev prod -- aws s3 ls',
      ])
    )
  }

  /** Each run has its own region. */
  protected override targetOptions(): TargetOptions {
    return targetOptions({ ...this, region: undefined })
  }

  /** The terminal for the progress line, if stderr is one. */
  private progressTerminal(): ProgressTerminal | undefined {
    const { isTerminal, env, writer, columns } = this.context
    if (this.quiet || !isTerminal(2) || env.TERM === 'dumb') return undefined
    return { write: (text) => void writer.toStderr(text), columns: () => columns(2) }
  }

  private aside(line: ProgressLine): Interaction {
    const interaction = this.interaction()
    const { note, progress, warning, debug, passOn } = interaction.report
    return {
      ...interaction,
      report: {
        note: (text) => line.aside(() => note(text)),
        progress: (text) => line.aside(() => progress(text)),
        warning: (text, hint) => line.aside(() => warning(text, hint)),
        debug: (text) => line.aside(() => debug(text)),
        passOn: (text) => line.aside(() => passOn(text)),
      },
    }
  }

  private outputOf(jobs: readonly Job[], write: Write, measure: TextMeasure): JobsOutput {
    if (this.json) return jsonOutput(write)
    if (this.group) return groupedOutput(write)
    const { env, isTerminal } = this.context
    const isPlain = Boolean(env.NO_COLOR) || env.TERM === 'dumb'
    const coloured = { stdout: !isPlain && isTerminal(1), stderr: !isPlain && isTerminal(2) }
    return prefixedOutput(jobs, write, (stream: StreamName) => coloured[stream], measure)
  }
}

type EachRun = SelectedTargets & JobRequest

/** Programs mostly wait for AWS. Each run needs a process and its memory. */
const usualJobs = 8
const mostJobs = 100

function jobsAtOnce(text: string | undefined): number {
  if (text === undefined) return usualJobs
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (jobs >= 1 && jobs <= mostJobs) return jobs
  throw new UsageError(`--jobs "${text}" is not a number from 1 to ${mostJobs}`)
}

function regionsOf(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  const regions = text.split(',').map((region) => optionRegion(region.trim()))
  return [...new Set(regions)]
}
