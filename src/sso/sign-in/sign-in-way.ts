import { type BrowserCommand, browserCommands } from '../../browser/browser-commands.ts'
import type { Environment } from '../../model/context.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import type { Flow } from '../token/sso-registration.ts'

/** What the user says of how to sign in; what is absent we choose. */
export interface SignInOptions {
  /** A code to type in any browser, where one could be opened here too. */
  readonly flow?: 'device'
  /** The page is shown and not opened. */
  readonly browser?: 'shown-only'
}

export interface SignInMethod {
  readonly flow: Flow
  /** The commands that could open a page, the best first; none where it is to be shown only. */
  commands(page: string): readonly BrowserCommand[]
}

/**
 * A browser where one can be opened on this very machine, since it has to come back to us; else a
 * code for any. A profile without a session can have the code alone, as in the AWS CLI.
 *
 * @param platform of Node's.
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
  // A display that ssh brings along is slow; a BROWSER there leads to that of the user.
  const isShownOnly = browser === 'shown-only' || (isAway && !env.BROWSER)
  return {
    flow: flow ?? (name !== undefined && isHere ? 'browser' : 'device'),
    commands: isShownOnly ? () => [] : commands,
  }
}

/** Say that the browser of whoever sits at the keyboard is on another machine, or outside of this one. */
const away = ['SSH_CONNECTION', 'SSH_TTY', 'CODESPACES', 'REMOTE_CONTAINERS']
