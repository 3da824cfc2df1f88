import { whyRefused } from '../config/access.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { sayIfSlow } from '../model/say-if-slow.ts'
import { canKnowClients } from '../network/connection-user.ts'
import type { BrowserCommand } from './browser-commands.ts'
import type { Cover } from './browser-template.ts'
import type { Arrival, Clients, OneShotRedirect } from './one-shot-redirect.ts'
import { openPage, showInstead } from './open-page.ts'

/** Returns the commands that can open this URL. */
export type CommandsFor = (url: string, cover?: Cover) => readonly BrowserCommand[]

/** The time to wait for the browser, in milliseconds. */
const timeoutMs = 60_000

/** The time to wait for a second request after the page was served, in milliseconds. */
const timeForSecondRequest = 1_000

/**
 * Opens a page with a secret address. The browser gets another address that redirects there once.
 *
 * Every user can read a browser's command line. If the system shows the user of a connection, the
 * command line contains the other address, and only this user may use it. Otherwise a file that
 * only this user can read contains it.
 *
 * @throws AssumeError if no browser starts or arrives, or if a second request shows that another
 *   user may have been the first.
 */
export async function openSecretPage(
  url: string,
  commandsFor: CommandsFor,
  context: Pick<Context, 'env' | 'userId' | 'interrupted'>,
  report: Reporter,
): Promise<void> {
  const foreign = (userId: number) =>
    report.warning(
      `user ${userId} tried to open your sign-in page and was refused`,
      'if that is your browser, run it as your user, or print the URL: --url',
    )
  const byAddress: Clients = { ownUserId: context.userId, check: 'always', foreign }
  const arrival = canKnowClients()
    ? await served(url, byAddress, report, ({ url }) => openPage(commandsFor(url), context.env))
    : 'unknown-client'
  if (arrival === 'served') return
  const byFile: Clients = { ...byAddress, check: 'if-known' }
  await served(url, byFile, report, (redirect) => openByFile(redirect, commandsFor, context))
}

/** @param open makes a browser request the redirect. It may return a function for the clean-up. */
async function served(
  url: string,
  clients: Clients,
  report: Reporter,
  open: (redirect: OneShotRedirect) => Promise<(() => void) | undefined>,
): Promise<Arrival> {
  const { redirectOnce } = await import('./one-shot-redirect.ts')
  const redirect = await redirectOnce(url, clients).catch((error: NodeJS.ErrnoException) => {
    throw new AssumeError(`assume cannot listen on 127.0.0.1 for the browser (${error.code})`, [
      showInstead,
    ])
  })
  let remove: (() => void) | undefined
  try {
    remove = await open(redirect)
    const arrival = await sayIfSlow(report, 'the browser, for a minute at most', () =>
      inTime(redirect.arrival, timeoutMs),
    )
    if (arrival === undefined) {
      throw new AssumeError('no browser opened the page within a minute', [showInstead])
    }
    if (arrival === 'served') await refuseSecond(redirect)
    return arrival
  } finally {
    remove?.()
    redirect.close()
  }
}

async function refuseSecond({ secondRequest }: OneShotRedirect): Promise<void> {
  if ((await inTime(secondRequest, timeForSecondRequest)) === undefined) return
  throw new AssumeError(
    'the sign-in page was opened twice: SOMEBODY ELSE MAY BE SIGNED IN AS YOU',
    [
      'if your browser shows an error instead of the console, end that session: in IAM, Roles, the role, "Revoke sessions"',
      'how, also for users: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
      'if your browser shows the console, it only asked twice',
    ],
  )
}

async function openByFile(
  redirect: OneShotRedirect,
  commandsFor: CommandsFor,
  { env, userId, interrupted }: Pick<Context, 'env' | 'userId' | 'interrupted'>,
): Promise<() => void> {
  const { writeRedirectFile } = await import('./redirect-file.ts')
  const removals: (() => void)[] = []
  const removeAll = () => {
    interrupted.removeEventListener('abort', removeAll)
    for (const remove of removals) remove()
  }
  interrupted.addEventListener('abort', removeAll)
  const cover = (address: string) => {
    try {
      const { url, remove } = writeRedirectFile(address, env.HOME ?? '', userId)
      removals.push(remove)
      return url
    } catch (error) {
      throw new AssumeError(
        `no file for the browser can be written in ${env.HOME} (${whyRefused(error)})`,
        [showInstead],
      )
    }
  }
  try {
    await openPage(commandsFor(redirect.url, cover), env)
    return removeAll
  } catch (error) {
    removeAll()
    throw error
  }
}

/** @returns undefined after the timeout. */
async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
  }
}
