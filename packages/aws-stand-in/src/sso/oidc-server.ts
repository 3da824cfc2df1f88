import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import { recordDecision, requireSlowDown } from './oidc-device.ts'
import { type OidcStep, respondToOidc } from './oidc-respond.ts'
import type { OidcInput, OidcState, TokenIssuer } from './oidc-state.ts'

/** SSO-OIDC: the sign-in of IAM Identity Center. */
export interface SsoOidc {
  /** The value of `AWS_ENDPOINT_URL_SSO_OIDC`. */
  readonly url: string
  /** Every request in order of arrival. */
  readonly requests: readonly OidcRequest[]
  /** The faults of the next requests of each kind, in order. A test can change them at any time. */
  readonly faults: Partial<Record<OidcStep, HttpFault[]>>
  /** The timing of future registrations and device codes, in seconds. */
  readonly timing: OidcState['timing']
  /** The user of every browser. If it is undefined, every sign-in is denied. */
  browserUser: string | undefined
  /** Approves the device with this user code, as the user does at the verification URI. */
  approve(userCode: string, user: string): void
  deny(userCode: string): void
  /** Makes the next poll of the device fail with `slow_down`. */
  slowDown(userCode: string): void
  /** Deletes all registered clients. */
  deleteClients(): void
}

export interface SsoOidcServer extends SsoOidc, Closeable {}

export interface OidcRequest {
  readonly step: OidcStep
  readonly input: OidcInput
  /** `ok` or an OAuth error code. A fault does not change it. */
  readonly outcome: string
}

export interface SsoOidcOptions {
  readonly now?: () => Date
}

/** Listens on a free port of 127.0.0.1. */
export const startSsoOidcServer = (
  tokenIssuer: TokenIssuer,
  options: SsoOidcOptions = {},
): Promise<SsoOidcServer> => listen((url) => oidcService(tokenIssuer, options, url))

export function oidcService(
  tokenIssuer: TokenIssuer,
  { now = () => new Date() }: SsoOidcOptions,
  url: string,
): Service<SsoOidc> {
  const requests: OidcRequest[] = []
  const faults: SsoOidc['faults'] = {}
  const timing = { intervalSeconds: 5, deviceCodeSeconds: 600, clientSeconds: 90 * 86_400 }
  const state: OidcState = {
    tokenIssuer,
    clients: new Map(),
    devices: [],
    codes: new Map(),
    refreshTokens: new Map(),
    url,
    now,
    timing,
  }
  const oidc: SsoOidc = {
    url,
    requests,
    faults,
    timing,
    browserUser: undefined,
    approve: (userCode, user) => recordDecision(userCode, { user }, state),
    deny: (userCode) => recordDecision(userCode, 'denied', state),
    slowDown: (userCode) => requireSlowDown(userCode, state),
    deleteClients: () => state.clients.clear(),
  }
  const serve: Serve = (request, response) => {
    const {
      step,
      input,
      response: result,
      outcome,
    } = respondToOidc(request, oidc.browserUser, state)
    requests.push({ step, input, outcome })
    sendResponse(result, faults[step]?.shift(), response)
  }
  return { serve, controls: oidc }
}
