import { Command } from 'clipanion'
import { cacheWith, settingsIfReadable } from '../cache/load-cache.ts'
import { chosenFormat, textOrJson } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { homeDirectory, shownPath } from '../config/paths.ts'
import type { Settings } from '../config/settings/settings.ts'
import { overSession } from '../doctor/over-session.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { inCharset } from '../model/in-charset.ts'
import type { Reporter } from '../model/reporter.ts'
import { visible } from '../model/visible.ts'
import { optionTable } from '../plan/options/options.ts'
import { identifyShell } from '../session/identify-shell.ts'
import { activeSessionState, type SessionStatus, sessionStatus } from '../session/session-status.ts'
import { statusLines } from '../view/status-text.ts'

/** Shows the role of this shell and its remaining time. */
export class StatusCommand extends Command<CommandContext> {
  static override paths = [['status'], ['whoami']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[OPTIONS]',
    description: 'show the session of this shell, and the time left',
    details: 'The exit status is 1 if the shell has no session, or if it has expired.',
  })

  verify = optionField({ name: '--verify', help: 'ask STS who the credentials belong to' })
  format = optionField(formatOption(textOrJson))
  allowHttpEndpoint = optionField({
    name: '--allow-http-endpoint',
    help: 'with --verify: allow an endpoint without encryption',
  })
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context } = this
    const { env, writer } = context
    const asJson = chosenFormat(this.format, textOrJson) === 'json'
    const state = activeSessionState(env)
    if (state === 'none') throw new AssumeError('this shell has no session from assume')
    if (state === 'foreign') throw otherKeys(env)
    const { settings, trouble } = await settingsIfReadable(context)
    if (trouble) this.report().warning(trouble.message, trouble.hints[0])
    const cache = cacheWith(settings, context)
    const status = sessionStatus(context, cache)
    const over = overSession(env)
    for (const { what, hints } of over) this.report().warning(what, hints?.[0])
    if (!asJson) {
      const folder = cache.sessions && shownPath(cache.sessions.folder, homeDirectory(env))
      const lines = statusLines(status, folder, context.isTerminal(1), context.now())
      await writer.toStdout(inCharset(lines.map((line) => `${visible(line)}\n`).join(''), env))
    }
    const arn = this.verify ? await this.arn(settings) : undefined
    if (asJson) {
      const warnings = over.map(({ what }) => what)
      await writer.toStdout(
        `${JSON.stringify({ ...statusDocument(status), ...(warnings.length > 0 && { warnings }), ...(arn && { arn }) }, undefined, 2)}\n`,
      )
    } else if (arn) {
      await writer.toStdout(`STS confirms: ${visible(arn)}\n`)
    }
    return (status.secondsLeft ?? 1) <= 0 ? 1 : 0
  }

  private async arn(settings: Settings): Promise<string> {
    return (await identifyShell(this, this.context, this.report(), settings)).arn
  }

  private report(): Reporter {
    return reportTo(this.context, { quiet: false, debug: this.debug })
  }
}

/** The status as JSON. `isKept` is the older name of `isCached`. */
const statusDocument = ({ chain, ...status }: SessionStatus) => ({
  ...status,
  ...(chain && { chain: { ...chain, isKept: chain.isCached } }),
})

function otherKeys(env: Environment): AssumeError {
  const [ours, now] = [env.ASSUME_KEY_ID, env.AWS_ACCESS_KEY_ID]
  const role = `the session of ${env.ASSUME_ROLE ?? 'a role'} (${ours})`
  return new AssumeError(
    now ? `other keys (${now}) were exported over ${role}` : `${role} was unset by hand`,
    ['drop what is left of it: assume unset'],
  )
}
