import { commandUsage } from '../cli/command-usage.ts'
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
import { EachOptions } from './base/each-options.ts'
import { type SelectedTargets, selectTargets } from './base/each-targets.ts'

/** Runs one program with the sessions of many targets in parallel. */
export class EachCommand extends EachOptions {
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
