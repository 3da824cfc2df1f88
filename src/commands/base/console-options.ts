import { optionField } from '../../cli/option-field.ts'
import { UsageError } from '../../model/errors.ts'
import {
  type ConsoleEndpoint,
  checkedDestination,
  consoleEndpoint,
  consolePage,
} from '../../plan/console/console-endpoint.ts'
import { optionRegion, partitionOfRegion } from '../../plan/endpoint/regions.ts'
import { refusedOption } from '../../plan/options/refused-option.ts'
import { TargetCommand } from '../target.ts'

/** The options of the console, and the page that they name. */
export abstract class ConsoleOptions extends TargetCommand {
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
  portal = optionField({
    name: '--portal',
    help: 'open the link of the access portal of IAM Identity Center; it contains no token',
  })
  url = optionField({ name: '--url', help: 'print the URL and open nothing' })
  logout = optionField({ name: '--logout', help: 'sign out of the console in the browser' })

  protected hasTarget(): boolean {
    return this.words.length > 0 || this.profile !== undefined
  }

  /** Options of a target have no meaning for the active session. */
  protected checkOptions(): void {
    if (this.service !== undefined) consolePage(consoleEndpoint('aws', undefined), this.service)
    if (this.service !== undefined && this.destination !== undefined) {
      throw new UsageError('--service and --destination cannot be used together')
    }
    const { region: _, duration, ...ofTarget } = this.targetOptions()
    const given = Object.keys(ofTarget)
    if (this.portal && !this.logout) this.refuseWithPortal()
    const isForPage = duration || this.page() || this.portal
    if (this.logout && (this.hasTarget() || given.length > 0 || isForPage)) {
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

  private refuseWithPortal(): void {
    const refuse = (option: string, reason: string) => {
      throw refusedOption(option, '--portal', reason)
    }
    if (this.duration !== undefined)
      refuse('--duration', 'the permission set decides how long the console lasts')
    if (this.refresh) refuse('--refresh', 'the link needs no session')
    if (this.cached) refuse('--cached', 'the link needs no session')
  }

  protected page(): string | undefined {
    return this.service ?? this.destination
  }

  /** @param service the page if the command line names none. */
  protected pageAt(place: ConsoleEndpoint, service: string | undefined): string {
    return this.destination === undefined
      ? consolePage(place, this.service ?? service)
      : checkedDestination(this.destination, place)
  }

  protected place(partition: string, region: string | undefined): ConsoleEndpoint {
    if (this.region === undefined) return consoleEndpoint(partition, region)
    const own = optionRegion(this.region)
    if (partitionOfRegion(own) === partition) return consoleEndpoint(partition, own)
    throw new UsageError(`--region ${own} is not in the partition ${partition} of the session`)
  }
}
