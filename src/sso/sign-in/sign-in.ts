import { platform } from 'node:os'
import { ServiceRefusal } from '../../aws-api/call-service.ts'
import { browserMinutes } from '../../browser/code-from-browser.ts'
import { openSignInPage, sayInstructions, tellWait } from '../../browser/show-sign-in.ts'
import { environmentBefore } from '../../formats/active-session.ts'
import type { Context } from '../../model/context.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'
import { type SsoSession, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { OidcCaller } from '../token/ask-oidc.ts'
import type { OidcTokenResponse } from '../token/sso-oidc.ts'
import {
  forgetRegistration,
  type Registration,
  registrationFor,
} from '../token/sso-registration.ts'
import { tokenIn } from '../token/sso-token-answer.ts'
import { type SsoToken, writeSsoToken } from '../token/sso-token-cache.ts'
import { signInByBrowser } from './browser-sign-in.ts'
import { startDevice, tokenOfDevice } from './device-sign-in.ts'
import { type SignInMethod, type SignInOptions, signInMethod } from './sign-in-method.ts'

/**
 * Signs the user in to IAM Identity Center and stores the token where the AWS CLI and the SDKs read it. The
 * instructions appear on stderr even if notes are off.
 *
 * @param oidc the SSO-OIDC endpoint.
 * @throws AssumeError with AWS's message and a next step. The stored token is then unchanged.
 */
export async function signIn(
  session: SsoSession,
  oidc: EndpointConfig,
  context: Context,
  interaction: Interaction,
  options: SignInOptions = {},
): Promise<SsoToken> {
  const env = environmentBefore(context.env)
  const caller = { endpointConfig: oidc, env, report: interaction.report }
  const way = signInMethod(session, options, env, platform())
  const signedIn = way.flow === 'browser' ? inBrowser : onDevice
  const { answer, registration } = await signedIn({ session, caller, way, context, interaction })
  const token = tokenIn(answer, registration, 'CreateToken', interaction.now())
  writeSsoToken(session, token, env)
  return token
}

interface SignInContext {
  readonly session: SsoSession
  readonly caller: OidcCaller
  readonly way: SignInMethod
  readonly context: Context
  readonly interaction: Interaction
}

interface SignedIn {
  readonly answer: OidcTokenResponse
  readonly registration: Registration
}

/**
 * AWS reports an unknown registration only in the browser, so assume waits in vain. A registration whose
 * sign-in failed is therefore not used again.
 */
async function inBrowser(signInContext: SignInContext): Promise<SignedIn> {
  const { session, caller, way, context, interaction } = signInContext
  const registration = await registrationFor(session, 'browser', caller, interaction.now())
  const forget = () => forgetRegistration(session, caller.env)
  context.interrupted.addEventListener('abort', forget)
  try {
    const answer = await signInByBrowser(
      session,
      registration,
      caller,
      context.userId,
      async (page) => {
        sayInstructions(context, [
          `to sign in to ${ssoSessionTitle(session)}, open this page in a browser on this machine:`,
          '',
          page,
          '',
          'in a browser elsewhere: assume login --use-device-code',
        ])
        await openSignInPage(page, way, caller.env, interaction.report)
        tellWait(interaction.report, browserMinutes)
      },
    )
    return { answer, registration }
  } catch (error) {
    forget()
    throw error
  } finally {
    context.interrupted.removeEventListener('abort', forget)
  }
}

async function onDevice(signInContext: SignInContext): Promise<SignedIn> {
  const { session, caller, way, context, interaction } = signInContext
  const { device, registration } = await startKnownDevice(signInContext)
  sayInstructions(context, [
    `to sign in to ${ssoSessionTitle(session)}, open this page in any browser:`,
    '',
    device.pageWithCode,
    '',
    `Check that the page shows the code ${device.userCode}, or enter it at ${device.page}`,
  ])
  await openSignInPage(device.pageWithCode, way, caller.env, interaction.report)
  tellWait(interaction.report, Math.round(device.lasts / 60_000))
  return { answer: await tokenOfDevice(device, registration, caller), registration }
}

/** AWS sometimes deletes a registration before it expires. */
async function startKnownDevice({ session, caller, interaction }: SignInContext) {
  const register = () => registrationFor(session, 'device', caller, interaction.now())
  const registration = await register()
  try {
    return { registration, device: await startDevice(session, registration, caller) }
  } catch (error) {
    if (!(error instanceof ServiceRefusal && error.code === 'InvalidClientException')) throw error
    forgetRegistration(session, caller.env)
    const fresh = await register()
    return { registration: fresh, device: await startDevice(session, fresh, caller) }
  }
}
