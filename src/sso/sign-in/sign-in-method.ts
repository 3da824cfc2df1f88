import { type BrowserCommand, browserCommands } from '../../browser/browser-commands.ts'
import type { Environment } from '../../model/context.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import type { Flow } from '../token/sso-registration.ts'

/** The user's options for a sign-in. An absent option means that assume decides. */
export interface SignInOptions {
  /** Use the device code even if a browser can be opened on this machine. */
  readonly flow?: 'device'
  /** Show the URL of the page and do not open it. */
  readonly browser?: 'shown-only'
}

export interface SignInMethod {
  readonly flow: Flow
  /** Commands that can open a page, in order of preference; empty if the page is only shown. */
  commands(page: string): readonly BrowserCommand[]
}

/**
 * The browser flow if a browser can be opened on this machine, because it has to return to this machine;
 * else the device flow. As in the AWS CLI, a profile without an sso-session supports only the device flow.
 *
 * @param platform Node's name of the platform.
 */
export function signInMethod(
  { name }: SsoSession,
  { flow, browser }: SignInOptions,
  env: Environment,
  platform: string,
): SignInMethod {
  const commands = (page: string) => browserCommands(page, env, platform)
  const isAway = away.some((name) => env[name])
  const isHere = !isAway && commands('').length > 0
  // X11 forwarding through SSH is slow. A BROWSER in an SSH session usually opens the user's own browser.
  const isShownOnly = browser === 'shown-only' || (isAway && !env.BROWSER)
  return {
    flow: flow ?? (name !== undefined && isHere ? 'browser' : 'device'),
    commands: isShownOnly ? () => [] : commands,
  }
}

/** These variables indicate that the user's browser is on another machine, or outside this container. */
const away = ['SSH_CONNECTION', 'SSH_TTY', 'CODESPACES', 'REMOTE_CONTAINERS']
