import { platform } from 'node:os'
import type { Settings } from '../config/settings/settings.ts'
import { environmentBefore } from '../formats/active-session.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type BrowserCommand, browserCommands } from './browser-commands.ts'
import { type Cover, type Named, templateCommand } from './browser-template.ts'

/** A page to open, with the names for the user's template. */
export type PageToOpen = Named

/**
 * The commands that can open a page, in order of preference. Empty over ssh, because the browser
 * and the redirect would be on different machines.
 *
 * @param cover replaces each address that the browser opens.
 */
export function openers(
  page: PageToOpen,
  { browser }: Settings,
  { env }: Pick<Context, 'env'>,
  cover: Cover = (address) => address,
): readonly BrowserCommand[] {
  if (env.SSH_CONNECTION || env.SSH_TTY) return []
  if (browser) return [templateCommand(browser.value, page, cover)]
  return browserCommands(cover(page.url), env, platform())
}

/** @throws AssumeError if no command can be started. */
export async function openPage(
  commands: readonly BrowserCommand[],
  env: Context['env'],
): Promise<undefined> {
  const { openBrowser } = await import('./open-browser.ts')
  // The browser does not need the keys.
  if (openBrowser(commands, environmentBefore(env))) return
  const names = commands.map(([program]) => program).join(', ')
  throw new AssumeError(`the browser could not be started: ${names}`, [
    'is it installed? the setting "browser" and the variable BROWSER name another',
    showInstead,
  ])
}

export const showInstead = 'or have the address printed, and open it yourself: --url'
