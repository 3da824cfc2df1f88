import type { Context, Environment } from '../model/context.ts'
import { inCharset } from '../model/in-charset.ts'
import type { Reporter } from '../model/reporter.ts'
import { visible } from '../model/visible.ts'
import type { BrowserHere } from './browser-here.ts'

/** The URL is on a line of its own, so that terminals recognize it as a whole. */
export function sayInstructions(
  { writer, env }: Context,
  [first = '', ...others]: readonly string[],
): void {
  const lines = [`assume: ${first}`, ...others]
  void writer.toStderr(inCharset(lines.map((line) => `${visible(line)}\n`).join(''), env))
}

/** @param env the environment of the browser. */
export async function openSignInPage(
  page: string,
  { commands }: Pick<BrowserHere, 'commands'>,
  env: Environment,
  report: Reporter,
): Promise<void> {
  const found = commands(page)
  if (found.length === 0) return
  const { openBrowser } = await import('./open-browser.ts')
  if (!openBrowser(found, env)) report.note('no browser could be started: open the page yourself')
}

export const tellWait = ({ progress }: Reporter, minutes: number) =>
  progress(`waiting for the sign-in, at most ${minutes} min (Ctrl-C to cancel)`)
