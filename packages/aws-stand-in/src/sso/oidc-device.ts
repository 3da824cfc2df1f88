import { randomInt } from 'node:crypto'
import { OidcError } from './oidc-error.ts'
import {
  clientOf,
  type DeviceSignIn,
  type OidcInput,
  type OidcState,
  randomToken,
} from './oidc-state.ts'

/** https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_StartDeviceAuthorization.html */
export function startDevice(input: OidcInput, state: OidcState): object {
  const client = clientOf(input, state)
  if (input.startUrl !== state.tokenIssuer.startUrl) {
    throw new OidcError('invalid_request', 'Invalid startUrl provided')
  }
  const { intervalSeconds, deviceCodeSeconds } = state.timing
  const device: DeviceSignIn = {
    code: randomToken(),
    userCode: userCode(),
    client,
    expiresAt: new Date(state.now().getTime() + deviceCodeSeconds * 1000),
    intervalSeconds,
    lastPolledAt: undefined,
    mustSlowDown: false,
    decision: undefined,
  }
  state.devices.push(device)
  return {
    deviceCode: device.code,
    userCode: device.userCode,
    verificationUri: `${state.url}/device`,
    verificationUriComplete: `${state.url}/device?user_code=${device.userCode}`,
    expiresIn: deviceCodeSeconds,
    interval: intervalSeconds,
  }
}

/**
 * Returns the user who approved the device. An approval is valid once.
 *
 * https://datatracker.ietf.org/doc/html/rfc8628#section-3.5
 */
export function userOfDevice(
  { deviceCode }: OidcInput,
  client: DeviceSignIn['client'],
  state: OidcState,
) {
  const device = state.devices.find(({ code }) => code === deviceCode)
  if (!device || device.client !== client || device.decision === 'used') {
    throw new OidcError('invalid_grant', 'Invalid device code provided')
  }
  const now = state.now()
  if (device.expiresAt <= now) throw new OidcError('expired_token', 'Device code has expired')
  if (device.decision === 'denied') throw new OidcError('access_denied', 'Access was denied')
  const { lastPolledAt, intervalSeconds } = device
  device.lastPolledAt = now
  // A client may poll up to 10 % early, because timers are not exact.
  const isTooSoon = lastPolledAt && now.getTime() - lastPolledAt.getTime() < intervalSeconds * 900
  if (device.mustSlowDown || isTooSoon) {
    device.intervalSeconds += 5
    device.mustSlowDown = false
    throw new OidcError('slow_down', 'Too many attempts')
  }
  if (device.decision) {
    const { user } = device.decision
    device.decision = 'used'
    return user
  }
  throw new OidcError('authorization_pending', 'Authorization is pending')
}

/** Records the user's decision about a device. Later decisions are ignored. */
export function recordDecision(
  userCode: string,
  decision: { readonly user: string } | 'denied',
  { devices }: OidcState,
): void {
  const device = devices.find((each) => each.userCode === userCode)
  if (!device)
    throw new OidcError('invalid_request', `there is no device with the code ${userCode}`)
  device.decision ??= decision
}

/** Makes the next poll of the device fail with `slow_down`. */
export function requireSlowDown(userCode: string, { devices }: OidcState): void {
  const device = devices.find((each) => each.userCode === userCode)
  if (device) device.mustSlowDown = true
}

/** These letters cannot be mistaken for other characters when a user reads a code aloud. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

function userCode(): string {
  const part = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${part()}-${part()}`
}

/** The HTML page at the verification URI. Its buttons post to the same URI. */
export function devicePage(userCode: string, { devices }: OidcState): string {
  const device = devices.find((each) => each.userCode === userCode)
  if (!device) return page(`<form>Code <input name="user_code"> <button>Next</button></form>`)
  if (device.decision) return page('<p>Done. You can close this page.</p>')
  // The user code contains no character with a meaning in HTML.
  return page(`<p>May the program with the code <b>${userCode}</b> act for you?</p>
<form method="post">
<input type="hidden" name="user_code" value="${userCode}">
<button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button>
</form>`)
}

const page = (content: string) =>
  `<!doctype html><meta charset="utf-8"><title>IAM Identity Center of the stand-in</title>${content}\n`
