import { platform } from 'node:os'
import { browserHere } from '../browser/browser-here.ts'
import { browserMinutes, withCodeFromBrowser } from '../browser/code-from-browser.ts'
import { openSignInPage, sayInstructions, tellWait } from '../browser/show-sign-in.ts'
import { environmentBefore } from '../formats/active-session.ts'
import type { Context } from '../model/context.ts'
import { InterruptedError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import {
  type Authorization,
  authorizationPage,
  clientIds,
  newAuthorization,
  signInAddress,
} from './authorization-page.ts'
import { pastedCode } from './pasted-code.ts'

/** The user's options for a sign-in. */
export interface LoginOptions {
  /** The browser is on another machine. If it is false, assume finds out. */
  readonly isRemote: boolean
  /** Show the URL of the page and do not open it. */
  readonly isShownOnly: boolean
}

export interface BrowserLogin {
  readonly endpointConfig: EndpointConfig
  /** The profile for messages: `profile "bob"`. */
  readonly whose: string
  /** The same sign-in again: `assume login bob`. */
  readonly loginCommand: string
  readonly options: LoginOptions
}

/** A code, and what it was issued for. */
export interface IssuedCode extends Authorization {
  readonly code: string
  readonly redirectUri: string
}

/**
 * Shows the page of AWS Sign-In. The code comes back from a browser on this machine, or a person copies it
 * from a browser elsewhere. The instructions appear on stderr even if notes are off.
 *
 * @throws AssumeError if the user declines, or does not answer for ten minutes.
 */
export function withCodeForLogin<T>(
  login: BrowserLogin,
  context: Context,
  interaction: Interaction,
  redeem: (issued: IssuedCode) => Promise<T>,
): Promise<T> {
  const { options } = login
  const env = environmentBefore(context.env)
  const browser = browserHere(options.isShownOnly, env, platform())
  const open = (page: string) => openSignInPage(page, browser, env, interaction.report)
  const isRemote = options.isRemote || !browser.isHere
  return isRemote
    ? byPastedCode(login, context, interaction, open).then(redeem)
    : byBrowser(login, context, interaction, open, redeem)
}

type Open = (page: string) => Promise<void>

function byBrowser<T>(
  { endpointConfig, whose, loginCommand }: BrowserLogin,
  context: Context,
  { report }: Interaction,
  open: Open,
  redeem: (issued: IssuedCode) => Promise<T>,
): Promise<T> {
  const authorization = newAuthorization(clientIds.sameDevice)
  const signIn = {
    state: authorization.state,
    ownUserId: context.userId,
    command: loginCommand,
    elsewhere: '--remote',
    async show(redirectUri: string) {
      const page = authorizationPage(authorization, redirectUri, endpointConfig)
      sayInstructions(context, [
        `to sign in to AWS for ${whose}, open this page in a browser on this machine:`,
        '',
        page,
        '',
        `in a browser elsewhere: ${loginCommand} --remote`,
      ])
      await open(page)
      tellWait(report, browserMinutes)
    },
  }
  return withCodeFromBrowser(signIn, (code, redirectUri) =>
    redeem({ ...authorization, code, redirectUri }),
  )
}

async function byPastedCode(
  { endpointConfig, whose, loginCommand }: BrowserLogin,
  context: Context,
  { terminal }: Interaction,
  open: Open,
): Promise<IssuedCode> {
  if (!terminal.isThere()) {
    throw new NeedsPersonError(
      'this sign-in needs a terminal to enter the code that the browser shows',
      [`in a terminal: ${loginCommand} --remote`],
    )
  }
  const authorization = newAuthorization(clientIds.crossDevice)
  const redirectUri = signInAddress('/v1/sessions/confirmation', endpointConfig)
  const page = authorizationPage(authorization, redirectUri, endpointConfig)
  sayInstructions(context, [
    `to sign in to AWS for ${whose}, open this page in any browser, and enter the code that it shows:`,
    '',
    page,
    '',
  ])
  await open(page)
  const { terminalLine } = await import('../terminal/terminal-line.ts')
  const parsed = (line: string) => pastedCode(line, authorization.state)
  const line = await terminalLine(terminal, 'code: ', (typed) => {
    const result = parsed(typed)
    return 'problem' in result ? result.problem : undefined
  })
  const result = line === undefined ? undefined : parsed(line)
  if (!result || 'problem' in result) throw new InterruptedError()
  return { ...authorization, code: result.code, redirectUri }
}
