import { splitWords } from '../config/parse/shlex.ts'
import { AssumeError } from '../model/errors.ts'
import type { BrowserCommand } from './browser-commands.ts'

/** What a template can name in braces, each also as `{encoded_…}`, for use inside another URL. */
export type Named = Readonly<Record<'url' | 'label' | 'account' | 'region', string>>

/** Gives the address that stands on a command line in the place of this one. */
export type Cover = (address: string) => string

/**
 * The setting `browser`: a program and its arguments, which no shell reads. `{url}` is the page, or
 * else it comes last: `google-chrome --profile-directory={label}`.
 *
 * @param where names the setting, for messages.
 * @param cover is asked for each address that the browser is to open.
 * @throws AssumeError for what is no command.
 */
export function templateCommand(
  template: string,
  named: Named,
  where: string,
  cover: Cover = (address) => address,
): BrowserCommand {
  const [program, ...args] = splitWords(template) ?? []
  if (!program) {
    throw new AssumeError(
      `${where}: "${template}" is no command: it is empty, or a quote in it is not closed`,
      ['it looks like: browser = firefox --new-tab {url}'],
    )
  }
  const filled = args.map((word) => filledIn(word, named, cover))
  return [program, ...filled, ...(args.some(namesUrl) ? [] : [cover(named.url)])]
}

const namesUrl = (word: string) => /\{(encoded_)?url\}/.test(word)

/** A URL around the page, as of Firefox's containers, is what the browser is to open. */
const isUrlAround = (word: string) => /^[a-z][a-z0-9+.-]*:.*\{encoded_url\}/i.test(word)

function filledIn(word: string, named: Named, cover: Cover): string {
  if (!namesUrl(word)) return withNames(word, named)
  if (isUrlAround(word)) return cover(withNames(word, named))
  return withNames(word, { ...named, url: cover(named.url) })
}

const withNames = (word: string, named: Named) =>
  word.replace(/\{(encoded_)?(url|label|account|region)\}/g, (_, encoded, name: keyof Named) =>
    encoded === undefined ? named[name] : encodeURIComponent(named[name]),
  )
