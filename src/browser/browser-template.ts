import { splitWords } from '../config/shlex.ts'
import { AssumeError } from '../model/errors.ts'
import type { BrowserCommand } from './browser-commands.ts'

/** What a template can name in braces, each also as `{encoded_…}`, for use inside another URL. */
export type Named = Readonly<Record<'url' | 'label' | 'account' | 'region', string>>

/**
 * The setting `browser`: a program and its arguments, which no shell reads. `{url}` is the page, or
 * else it comes last: `google-chrome --profile-directory={label}`.
 *
 * @param where names the setting, for messages.
 * @throws AssumeError for what is no command.
 */
export function templateCommand(template: string, named: Named, where: string): BrowserCommand {
  const [program, ...args] = splitWords(template) ?? []
  if (!program) {
    throw new AssumeError(
      `${where}: "${template}" is no command: it is empty, or a quote in it is not closed`,
      ['it looks like: browser = firefox --new-tab {url}'],
    )
  }
  const hasUrl = args.some((word) => /\{(encoded_)?url\}/.test(word))
  const filled = args.map((word) => filledIn(word, named))
  return [program, ...filled, ...(hasUrl ? [] : [named.url])]
}

const filledIn = (word: string, named: Named) =>
  word.replace(/\{(encoded_)?(url|label|account|region)\}/g, (_, encoded, name: keyof Named) =>
    encoded === undefined ? named[name] : encodeURIComponent(named[name]),
  )
