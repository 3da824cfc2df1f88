import { type BrowserHere, browserHere } from '../../browser/browser-here.ts'
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

export interface SignInMethod extends Pick<BrowserHere, 'commands'> {
  readonly flow: Flow
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
  const { isHere, commands } = browserHere(browser === 'shown-only', env, platform)
  return { flow: flow ?? (name !== undefined && isHere ? 'browser' : 'device'), commands }
}
