import { type Closeable, listen, type Serve, type Service } from '../http/listen.ts'
import { type HttpFault, sendResponse } from '../http/send-response.ts'
import { recordDecision, requireSlowDown } from './oidc-device.ts'
import { type OidcStep, respondToOidc } from './oidc-respond.ts'
import type { OidcInput, OidcState, TokenIssuer } from './oidc-state.ts'

/** SSO-OIDC, where people sign in to IAM Identity Center. */
export interface SsoOidc {
  /** For `AWS_ENDPOINT_URL_SSO_OIDC`. */
  readonly url: string
  /** Every request, in the order of their arrival. */
  readonly requests: readonly OidcRequest[]
  /** Those to come, one after the other, go wrong like this. Can be changed at any time. */
  readonly faults: Partial<Record<OidcStep, HttpFault[]>>
  /** Of what is to come, in seconds. */
  readonly timing: OidcState['timing']
  /** Who sits at every browser; undefined denies what is asked. */
  browserUser: string | undefined
  /** As if the user had typed the code at the verification URI and said yes, or no. */
  approve(userCode: string, user: string): void
  deny(userCode: string): void
  /** The next question for its token comes too soon, whenever that is. */
  slowDown(userCode: string): void
  /** As if all clients had been removed. */
  deleteClients(): void
}

export interface SsoOidcServer extends SsoOidc, Closeable {}

export interface OidcRequest {
  readonly step: OidcStep
  readonly input: OidcInput
  /** `ok`, or OAuth's error; also where a fault sends something else. */
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
