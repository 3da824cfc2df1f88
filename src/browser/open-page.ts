import { platform } from 'node:os'
import type { Settings } from '../config/settings.ts'
import { environmentBefore } from '../exports/held-session.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type BrowserCommand, browserCommands } from './browser-commands.ts'
import { type Named, templateCommand } from './browser-template.ts'

/** A page that is to be opened, and what a template of the user's can say of it. */
export type Page = Named

/** Until somebody has come for the page, in milliseconds. */
const patience = 60_000

/**
 * The commands that could open a page here, the best first; none over ssh, where the browser and the
 * page that leads on would be on two machines.
 */
export function openers(
  page: Page,
  { browser, file }: Settings,
  { env }: Pick<Context, 'env'>,
): readonly BrowserCommand[] {
  if (env.SSH_CONNECTION || env.SSH_TTY) return []
  if (browser !== undefined) return [templateCommand(browser, page, `${file}, browser`)]
  return browserCommands(page.url, env, platform())
}

/**
 * Opens a page whose address is a secret: the browser gets another one that leads there, once.
 *
 * @param commandsFor those that could open it.
 * @throws AssumeError where none can be started, or nobody comes.
 */
export async function openSecretPage(
  url: string,
  commandsFor: (url: string) => readonly BrowserCommand[],
  { env }: Pick<Context, 'env'>,
): Promise<void> {
  const { redirectOnce } = await import('./one-shot-redirect.ts')
  const redirect = await redirectOnce(url).catch((error: NodeJS.ErrnoException) => {
    throw new AssumeError(
      `no port of 127.0.0.1 can be had for the browser to come to (${error.code})`,
      [showInstead],
    )
  })
  try {
    await openPage(commandsFor(redirect.url), env)
    await inTime(redirect.taken)
  } finally {
    redirect.close()
  }
}

/** @throws AssumeError where no command can be started. */
export async function openPage(
  commands: readonly BrowserCommand[],
  env: Context['env'],
): Promise<void> {
  const { openBrowser } = await import('./open-browser.ts')
  // A browser has no business with the keys.
  if (await openBrowser(commands, environmentBefore(env))) return
  const names = commands.map(([program]) => program).join(', ')
  throw new AssumeError(`the browser could not be started: ${names}`, [
    'is it installed? the setting "browser" and the variable BROWSER name another',
    showInstead,
  ])
}

async function inTime(taken: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new AssumeError('no browser came for the page within a minute', [showInstead])),
      patience,
    )
  })
  try {
    await Promise.race([taken, over])
  } finally {
    clearTimeout(timer)
  }
}

const showInstead = 'or have the address printed, and open it yourself: --url'
