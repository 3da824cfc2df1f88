import type { Command } from '../config/settings/settings.ts'
import type { BrowserCommand } from './browser-commands.ts'

/**
 * The names that a template can contain in braces. Each also exists as `{encoded_…}`, for use
 * inside another URL.
 */
export type Named = Readonly<Record<'url' | 'label' | 'account' | 'region', string>>

/** Returns the address to use on a command line instead of this one. */
export type Cover = (address: string) => string

/**
 * Fills the setting `browser`: a program and its arguments, without a shell. `{url}` is the page.
 * Without `{url}` the page is the last argument: `google-chrome --profile-directory={label}`.
 *
 * @param cover replaces each address that the browser opens.
 */
export function templateCommand(
  [program, ...args]: Command,
  named: Named,
  cover: Cover = (address) => address,
): BrowserCommand {
  const filled = args.map((word) => filledIn(word, named, cover))
  return [program, ...filled, ...(args.some(namesUrl) ? [] : [cover(named.url)])]
}

const namesUrl = (word: string) => /\{(encoded_)?url\}/.test(word)

/** The browser opens a URL that contains the page, such as a URL of Firefox's containers. */
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
