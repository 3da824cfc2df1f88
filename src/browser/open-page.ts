import { platform } from 'node:os'
import type { Settings } from '../config/settings/settings.ts'
import { environmentBefore } from '../formats/active-session.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type BrowserCommand, browserCommands } from './browser-commands.ts'
import { type Cover, type Named, templateCommand } from './browser-template.ts'

/** A page that is to be opened, and what a template of the user's can say of it. */
export type PageToOpen = Named

/**
 * The commands that could open a page here, the best first; none over ssh, where the browser and the
 * page that leads on would be on two machines.
 *
 * @param cover makes of each address the one that the browser gets in its place.
 */
export function openers(
  page: PageToOpen,
  { browser, file }: Settings,
  { env }: Pick<Context, 'env'>,
  cover: Cover = (address) => address,
): readonly BrowserCommand[] {
  if (env.SSH_CONNECTION || env.SSH_TTY) return []
  if (browser !== undefined) return [templateCommand(browser, page, `${file}, browser`, cover)]
  return browserCommands(cover(page.url), env, platform())
}

/** @throws AssumeError where no command can be started. */
export async function openPage(
  commands: readonly BrowserCommand[],
  env: Context['env'],
): Promise<undefined> {
  const { openBrowser } = await import('./open-browser.ts')
  // A browser has no business with the keys.
  if (await openBrowser(commands, environmentBefore(env))) return
  const names = commands.map(([program]) => program).join(', ')
  throw new AssumeError(`the browser could not be started: ${names}`, [
    'is it installed? the setting "browser" and the variable BROWSER name another',
    showInstead,
  ])
}

export const showInstead = 'or have the address printed, and open it yourself: --url'
