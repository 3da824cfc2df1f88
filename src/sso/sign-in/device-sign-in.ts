import { ServiceRefusal } from '../../aws-api/call-service.ts'
import { checkedPage } from '../../browser/sign-in-page.ts'
import { AssumeError } from '../../model/errors.ts'
import { ssoOidc } from '../../network/called-service.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { isHeaderText } from '../../sources/metadata/header-text.ts'
import { askOidc, type OidcCaller } from '../token/ask-oidc.ts'
import type { DeviceAnswer, OidcTokenResponse } from '../token/sso-oidc.ts'
import type { Registration } from '../token/sso-registration.ts'

/** A sign-in that the user completes in any browser. Times are in milliseconds. */
export interface Device {
  readonly code: string
  /** The code that the page shows or asks for. */
  readonly userCode: string
  readonly page: string
  /** The URL of the page with the code in it. */
  readonly pageWithCode: string
  readonly interval: number
  readonly lasts: number
}

const what = 'StartDeviceAuthorization'

/** @throws ServiceRefusal, or another AssumeError, also for an invalid response. */
export async function startDevice(
  session: SsoSession,
  registration: Registration,
  caller: OidcCaller,
): Promise<Device> {
  const answer = await askOidc(what, caller, (oidc, call) =>
    oidc.startDeviceAuthorization(registration, session.startUrl, call),
  )
  return checkedDevice(answer)
}

function checkedDevice(answer: DeviceAnswer): Device {
  const { deviceCode, userCode, verificationUri, verificationUriComplete } = answer
  const page = checkedPage(verificationUri, what, ssoOidc)
  const pageWithCode = checkedPage(verificationUriComplete ?? verificationUri, what, ssoOidc)
  const interval = milliseconds(answer.interval ?? 5, 200)
  const lasts = milliseconds(answer.expiresIn, 1_000)
  const isComplete = isHeaderText(deviceCode) && isUserCode(userCode) && interval && lasts
  if (!isComplete) throw new AssumeError(`${what} failed: the answer lacks a part of the code`)
  return { code: deviceCode, userCode, page, pageWithCode, interval, lasts }
}

const isUserCode = (code: unknown): code is string =>
  typeof code === 'string' && /^[\w-]{1,40}$/.test(code)

/** Converts seconds to milliseconds, between `least` and one day. */
function milliseconds(seconds: unknown, least: number): number | undefined {
  if (typeof seconds !== 'number' || !(seconds >= 0)) return undefined
  return Math.min(Math.max(seconds * 1000, least), 86_400_000)
}

/**
 * Asks repeatedly until the user has answered.
 *
 * @throws AssumeError if the user declines, or does not answer before the code expires.
 */
export async function tokenOfDevice(
  device: Device,
  registration: Registration,
  caller: OidcCaller,
): Promise<OidcTokenResponse> {
  const end = performance.now() + device.lasts
  for (let { interval } = device; ; ) {
    await pause(Math.min(interval, end - performance.now()))
    const answer = await attempt(device, registration, caller)
    if (typeof answer === 'object') return answer
    // https://datatracker.ietf.org/doc/html/rfc8628#section-3.5
    if (answer === 'slow down') interval += 5_000
    if (performance.now() >= end) throw over()
  }
}

async function attempt(
  { code }: Device,
  registration: Registration,
  caller: OidcCaller,
): Promise<OidcTokenResponse | 'pending' | 'slow down'> {
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  try {
    return await askOidc('CreateToken', caller, (oidc, call) =>
      oidc.createToken(registration, { grantType, deviceCode: code }, call),
    )
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error
    if (error.code === 'AuthorizationPendingException') return 'pending'
    if (error.code === 'SlowDownException') return 'slow down'
    if (error.code === 'ExpiredTokenException') throw over()
    if (error.code === 'AccessDeniedException') {
      throw new AssumeError(`the sign-in was denied in the browser: ${error.words}`)
    }
    throw error
  }
}

const over = () =>
  new AssumeError('no sign-in before the code expired', ['for a new code: assume login'])

const pause = (milliseconds: number) =>
  new Promise<void>((passed) => setTimeout(passed, Math.max(milliseconds, 0)))
