import { openers, openPage } from '../browser/open-page.ts'
import { type CommandsFor, openSecretPage } from '../browser/open-secret-page.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { optionField } from '../cli/option-field.ts'
import { UsageError } from '../model/errors.ts'
import { parseDuration } from '../model/values/duration.ts'
import { visible } from '../model/visible.ts'
import {
  type ConsoleEndpoint,
  checkedDestination,
  consoleEndpoint,
  consolePage,
  signInUrl,
  signOutUrl,
} from '../plan/console/console-endpoint.ts'
import { optionRegion, partitionOfRegion } from '../plan/endpoint/regions.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { activeConsoleSession, consoleSessionOf } from '../session/console/console-session.ts'
import { signInEndpoint, signInToken } from '../session/console/sign-in-token.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { TargetCommand } from './target.ts'

/** Signs in to the AWS console in the browser, with the shell's session or the session of a target. */
export class ConsoleCommand extends TargetCommand {
  static override paths = [['console']]
  static override usage = commandUsage({
    group: 'Use credentials',
    synopsis: '[TARGET] [OPTIONS]',
    description: 'open the AWS console in the browser, signed in',
    details: `
      Uses the session of this shell, or that of TARGET. The keys of a user sign in read-only, unless you
      give --policy or --policy-arn. Over ssh and without a browser it prints the URL.
    `,
    examples: [
      ['With the session of this shell', '$0 console'],
      ['The page of a service, with the role of a profile', '$0 console prod --service s3'],
      ['For a browser on another machine', '$0 console prod --url'],
    ],
  })

  override format = undefined
  override duration = optionField({
    name: '--duration',
    short: '-d',
    metavariable: 'TIME',
    help: 'how long the console session lasts: seconds, 90m, 12h',
  })
  service = optionField({
    name: '--service',
    metavariable: 'SERVICE',
    help: 'page of a service: s3, ec2, logs',
  })
  destination = optionField({
    name: '--destination',
    metavariable: 'URL',
    help: 'URL of a page in the console',
  })
  url = optionField({ name: '--url', help: 'print the URL and open nothing' })
  logout = optionField({ name: '--logout', help: 'sign out of the console in the browser' })

  override async execute(): Promise<number> {
    const { context } = this
    this.checkOptions()
    const inputs = await readPlanInputs(context)
    if (this.logout) return this.signOut(inputs)
    const interaction = this.interaction()
    const seconds =
      this.duration === undefined ? undefined : parseDuration(this.duration, '--duration')
    const session = this.hasTarget()
      ? await consoleSessionOf(this.request(), seconds, inputs, context, interaction)
      : await activeConsoleSession(seconds, inputs, context, interaction)
    const { label, partition, credentials, caBundle, accountId = '' } = session
    const place = this.place(partition, session.region)
    const destination =
      this.destination === undefined
        ? consolePage(place, this.service)
        : checkedDestination(this.destination, place)
    const endpoint = signInEndpoint(place.signIn, context.env)
    const caller = { endpoint, caBundle, env: inputs.env, report: interaction.report }
    const token = await signInToken(credentials, session.seconds, caller)
    const url = signInUrl(endpoint, destination, token)
    const named = { label: visible(label), account: accountId, region: place.region }
    const commandsFor: CommandsFor = (page, cover) =>
      openers({ url: page, ...named }, inputs.settings, context, cover)
    if (this.url || commandsFor('').length === 0) {
      interaction.report.warning(
        `anyone with this URL can sign in as ${label} for 15 minutes; do not share it`,
      )
      await context.writer.toStdout(`${url}\n`)
      return 0
    }
    await openSecretPage(url, commandsFor, context, interaction.report)
    interaction.report.note(`signed in to the console as ${label}, in the browser`)
    return 0
  }

  private hasTarget(): boolean {
    return this.words.length > 0 || this.profile !== undefined
  }

  /** Options of a target have no meaning for the active session. */
  private checkOptions(): void {
    if (this.service !== undefined) consolePage(consoleEndpoint('aws', undefined), this.service)
    if (this.service !== undefined && this.destination !== undefined) {
      throw new UsageError('--service and --destination cannot be used together')
    }
    const { region: _, duration, ...ofTarget } = this.targetOptions()
    const given = Object.keys(ofTarget)
    if (this.logout && (this.hasTarget() || given.length > 0 || duration || this.page())) {
      throw new UsageError('--logout takes no target and no options of a target', [
        'assume console --logout; it takes only --url and --region',
      ])
    }
    if (!this.hasTarget() && (given.length > 0 || this.tokenCode !== undefined)) {
      throw new UsageError('these options need a target', [
        'name a target as well; to see the profiles: assume list',
      ])
    }
  }

  private page(): string | undefined {
    return this.service ?? this.destination
  }

  private place(partition: string, region: string | undefined): ConsoleEndpoint {
    if (this.region === undefined) return consoleEndpoint(partition, region)
    const own = optionRegion(this.region)
    if (partitionOfRegion(own) === partition) return consoleEndpoint(partition, own)
    throw new UsageError(`--region ${own} is not in the partition ${partition} of the session`)
  }

  private async signOut({ env, settings }: PlanInputs): Promise<number> {
    const { context } = this
    const ofShell = context.env.AWS_REGION || env.AWS_REGION || env.AWS_DEFAULT_REGION
    const region = this.region ?? (ofShell || undefined)
    const checked = region === undefined ? undefined : optionRegion(region)
    const place = consoleEndpoint(partitionOfRegion(checked ?? ''), checked)
    const url = signOutUrl(signInEndpoint(place.signIn, context.env))
    const named = { label: '', account: '', region: place.region }
    const commands = openers({ url, ...named }, settings, context)
    if (this.url || commands.length === 0) await context.writer.toStdout(`${url}\n`)
    else await openPage(commands, context.env)
    return 0
  }
}
