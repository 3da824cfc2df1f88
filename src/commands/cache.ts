import { Command, Option } from 'clipanion'
import type { Cache } from '../cache/cache.ts'
import {
  clearCache,
  clearSessions,
  type ListedSession,
  listSessions,
} from '../cache/list-sessions.ts'
import { loadCache } from '../cache/load-cache.ts'
import { chosenFormat, textOrJson } from '../cli/chosen-format.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { accessTrouble } from '../config/access.ts'
import { homeDirectory, pastedPath, shownPath } from '../config/paths.ts'
import { AssumeError, UsageError } from '../model/errors.ts'
import { inCharset } from '../model/in-charset.ts'
import { shownTime } from '../model/time-left.ts'
import { visible } from '../model/visible.ts'

/** Lists and clears the cached sessions. */
export class CacheCommand extends Command<CommandContext> {
  static override paths = [['cache']]
  static override usage = commandUsage({
    group: 'Inspect',
    synopsis: '[list | clear [TARGET]] [OPTIONS]',
    description: 'list or clear the cached sessions',
    details: `
      list shows which sessions are cached and until when. It never shows a key.

      clear removes all cached sessions, and what assume has learned about roles and devices. clear TARGET
      removes the sessions of one profile, role ARN or label. Shells keep the credentials that they have.
    `,
    examples: [
      ['The cached sessions', '$0 cache list'],
      ['Remove the sessions of one profile', '$0 cache clear prod'],
    ],
  })

  words = Option.Rest({ name: 'list | clear [TARGET]' })
  format = optionField(formatOption(textOrJson, 'of a list'))

  async execute(): Promise<number> {
    const [word = 'list', ...target] = this.words
    const cache = await loadCache(this.context)
    refuseUnreadable(cache, this.context)
    if (word === 'list' && target.length === 0) await this.list(cache)
    else if (word === 'clear' && this.format === undefined)
      await this.clear(cache, target.join(' '))
    else {
      throw new UsageError(`"cache ${this.words.join(' ')}" is not understood`, [
        'it takes list or clear: assume cache --help',
      ])
    }
    return 0
  }

  private async list(cache: Cache): Promise<void> {
    const { writer, now } = this.context
    const format = chosenFormat(this.format, textOrJson)
    const sessions = listSessions(cache, now())
    if (format === 'json') {
      await writer.toStdout(`${JSON.stringify({ folder: cache.folder, sessions }, undefined, 2)}\n`)
    } else if (sessions.length === 0) {
      await writer.toStdout(`${visible(nothingIn(cache))}\n`)
    } else {
      const lines = sessions.map((session) => `${visible(line(session, now()))}\n`)
      await writer.toStdout(inCharset(lines.join(''), this.context.env))
    }
  }

  private async clear(cache: Cache, target: string): Promise<void> {
    const { writer, now } = this.context
    if (target === '') {
      clearCache(cache)
      await writer.toStdout('all sessions on disk are cleared\n')
      return
    }
    const count = clearSessions(cache, target, now())
    if (count === 0) {
      throw new AssumeError(`no session of "${target}" is cached`, ['assume cache list'])
    }
    await writer.toStdout(`${count === 1 ? '1 session' : `${count} sessions`} cleared\n`)
  }
}

/** An unreadable cache is not an empty one. */
function refuseUnreadable({ folder, sessions }: Cache, { env, userId }: CommandContext): void {
  const trouble = accessTrouble(folder, userId) ?? accessTrouble(sessions?.folder ?? folder, userId)
  if (!trouble) return
  const shown = shownPath(trouble.path, homeDirectory(env))
  throw new AssumeError(`cannot read the cache: ${shown}: ${trouble.why}`, [
    `check its owner and mode: ls -ld ${pastedPath(shown)}`,
  ])
}

const nothingIn = ({ sessions }: Cache) =>
  sessions
    ? `no session is cached in ${sessions.folder}`
    : 'the setting "cache" is off: no session is cached'

function line({ label, what, keysOf, expires }: ListedSession, now: Date): string {
  const left = shownTime((expires.getTime() - now.getTime()) / 1000)
  // An MFA session serves all roles. It was made for the first one, so its label would mislead.
  const name = what === 'MFA session' ? '-' : label
  return [name, what, `of ${keysOf}`, `${left} left`].join('  ')
}
