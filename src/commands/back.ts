import { loadCache } from '../cache/load-cache.ts'
import { requestBefore } from '../cache/shell-requests.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { AssumeError } from '../model/errors.ts'
import { SessionCommand } from './base/session-command.ts'

/** Restores the previous session of this shell. */
export class BackCommand extends SessionCommand {
  static override paths = [['-']]
  static override usage = commandUsage({
    group: 'Get credentials',
    synopsis: '[OPTIONS]',
    description: 'go back to the previous role, like cd -',
  })

  async execute(): Promise<number> {
    const output = this.output()
    const before = requestBefore(
      this.context.env,
      await loadCache(this.context),
      this.context.now(),
    )
    if (before) return this.assume(before.request, output, this.interaction())
    throw new AssumeError('there is no earlier role to go back to', [
      'name a target; to see the profiles: assume list',
    ])
  }
}
