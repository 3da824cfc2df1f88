import { loadCache } from '../cache/load-cache.ts'
import { activeRequest } from '../cache/shell-requests.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { AssumeError } from '../model/errors.ts'
import { SessionCommand } from './base/session-command.ts'

/** Renews the active session of this shell. */
export class RefreshCommand extends SessionCommand {
  static override paths = [['refresh']]
  static override usage = commandUsage({
    group: 'Get credentials',
    synopsis: '[CODE] [OPTIONS]',
    description: 'renew the session of this shell',
    details: 'Asks for an MFA code only if AWS needs a new one.',
  })

  async execute(): Promise<number> {
    const { env, now } = this.context
    const output = this.output()
    const active = activeRequest(env, await loadCache(this.context), now())
    if (!active) {
      throw new AssumeError(
        env.ASSUME_KEY_ID
          ? 'assume no longer knows the target of this shell'
          : 'this shell has no session from assume',
        ['name a target; to see the profiles: assume list'],
      )
    }
    const { target, options } = active.request
    return this.assume(
      { target, options: { ...options, refresh: true } },
      output,
      this.interaction(),
    )
  }
}
