import type { Environment } from '../model/context.ts'
import { type BrowserCommand, browserCommands } from './browser-commands.ts'

export interface BrowserHere {
  /** A browser can be opened on this machine, so it can also return to this machine. */
  readonly isHere: boolean
  /** Commands that can open a page, in order of preference; empty if the page is only shown. */
  commands(page: string): readonly BrowserCommand[]
}

/**
 * The browser of the user.
 *
 * @param isShownOnly show the URL of the page and do not open it.
 * @param platform Node's name of the platform.
 */
export function browserHere(isShownOnly: boolean, env: Environment, platform: string): BrowserHere {
  const commands = (page: string) => browserCommands(page, env, platform)
  const isAway = away.some((name) => env[name])
  // X11 forwarding through SSH is slow. A BROWSER in an SSH session usually opens the user's own browser.
  const opensNothing = isShownOnly || (isAway && !env.BROWSER)
  return {
    isHere: !isAway && commands('').length > 0,
    commands: opensNothing ? () => [] : commands,
  }
}

/** These variables indicate that the user's browser is on another machine, or outside this container. */
const away = ['SSH_CONNECTION', 'SSH_TTY', 'CODESPACES', 'REMOTE_CONTAINERS']
