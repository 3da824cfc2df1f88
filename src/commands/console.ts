import { openers, openPage, type PageToOpen } from '../browser/open-page.ts'
import { type CommandsFor, openSecretPage } from '../browser/open-secret-page.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { parseDuration } from '../model/values/duration.ts'
import { visible } from '../model/visible.ts'
import { consoleEndpoint, signInUrl, signOutUrl } from '../plan/console/console-endpoint.ts'
import { portalLink } from '../plan/console/portal-link.ts'
import { optionRegion, partitionOfRegion } from '../plan/endpoint/regions.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { activeConsoleSession, consoleSessionOf } from '../session/console/console-session.ts'
import { activePortalSession, portalSessionOf } from '../session/console/portal-session.ts'
import { signInEndpoint, signInToken } from '../session/console/sign-in-token.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { ConsoleOptions } from './base/console-options.ts'

/** Signs in to the AWS console in the browser, with the shell's session or the session of a target. */
export class ConsoleCommand extends ConsoleOptions {
  static override paths = [['console']]
  static override usage = commandUsage({
    group: 'Use credentials',
    synopsis: '[TARGET] [OPTIONS]',
    description: 'open the AWS console in the browser, signed in',
    details: `
      Uses the session of this shell, or that of TARGET. The keys of a user sign in read-only, unless you
      give --policy or --policy-arn. Over ssh and without a browser it prints the URL.

      --portal opens the link of the access portal for a role of IAM Identity Center. It needs no session.
    `,
    examples: [
      ['With the session of this shell', '$0 console'],
      ['The page of a service, with the role of a profile', '$0 console prod --service s3'],
      ['For a browser on another machine', '$0 console prod --url'],
      ['A link that you can share', '$0 console payments-prod:Admin --portal --service s3 --url'],
    ],
  })

  override async execute(): Promise<number> {
    const { context } = this
    this.checkOptions()
    const inputs = await readPlanInputs(context)
    if (this.logout) return this.signOut(inputs)
    if (this.portal) return this.openPortal(inputs)
    const interaction = this.interaction()
    const seconds =
      this.duration === undefined ? undefined : parseDuration(this.duration, '--duration')
    const session = this.hasTarget()
      ? await this.orPicked(this.request(), (request, asking) =>
          consoleSessionOf(request, seconds, inputs, context, asking),
        )
      : await activeConsoleSession(seconds, inputs, context, interaction)
    if (!session) return 130
    const { label, partition, credentials, caBundle, accountId = '' } = session
    const place = this.place(partition, session.region)
    const destination = this.pageAt(place, session.service)
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

  private async openPortal(inputs: PlanInputs): Promise<number> {
    const { context } = this
    const asker = { context, inputs }
    const interaction = this.interaction()
    const session = this.hasTarget()
      ? await this.orPicked(this.request(), (request, asking) =>
          portalSessionOf(request, asker, asking),
        )
      : activePortalSession(asker)
    if (!session) return 130
    const { label, role, region, service } = session
    const place = this.place(partitionOfRegion(role.session.region), region)
    const isNamed = (this.page() ?? service ?? this.region ?? region) !== undefined
    const page = {
      url: portalLink(role, isNamed ? this.pageAt(place, service) : undefined),
      label: visible(label),
      account: role.accountId,
      region: place.region,
    }
    if (await this.show(page, inputs)) {
      interaction.report.note(`opened the access portal as ${label}, in the browser`)
    }
    return 0
  }

  private async signOut(inputs: PlanInputs): Promise<number> {
    const { context } = this
    const { env } = inputs
    const ofShell = context.env.AWS_REGION || env.AWS_REGION || env.AWS_DEFAULT_REGION
    const region = this.region ?? (ofShell || undefined)
    const checked = region === undefined ? undefined : optionRegion(region)
    const place = consoleEndpoint(partitionOfRegion(checked ?? ''), checked)
    const url = signOutUrl(signInEndpoint(place.signIn, context.env))
    await this.show({ url, label: '', account: '', region: place.region }, inputs)
    return 0
  }

  /** Opens or prints a page whose address is no secret. Returns true if a browser opens it. */
  private async show(page: PageToOpen, { settings }: PlanInputs): Promise<boolean> {
    const { context } = this
    const commands = openers(page, settings, context)
    if (this.url || commands.length === 0) {
      await context.writer.toStdout(`${page.url}\n`)
      return false
    }
    await openPage(commands, context.env)
    return true
  }
}
