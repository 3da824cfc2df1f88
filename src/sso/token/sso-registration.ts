import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pythonJson } from '../../aws-cli/python-json.ts'
import { removePath } from '../../files/remove-path.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { timeIn } from '../../model/time-in-text.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { isHeaderText } from '../../sources/metadata/header-text.ts'
import { readPrivateJson, writePrivateJson } from '../../sources/private-json.ts'
import { askOidc, type OidcCaller } from './ask-oidc.ts'
import type { OidcClient, Registering } from './sso-oidc.ts'
import { awsTime, notWritten, ssoCacheFolder } from './sso-token-cache.ts'

/** The two sign-in flows. A registration is for one of them. */
export type Flow = 'browser' | 'device'

/** A registered client with its expiration. */
export interface Registration extends OidcClient {
  readonly expiresAt: Date
}

/** The redirect URI of the browser flow. AWS allows any port with it. */
const redirectUri = 'http://127.0.0.1/oauth/callback'

const grantTypes = ['authorization_code', 'refresh_token']

/** AWS returns no refresh token without a scope. The role calls need this one. */
export const defaultScopes = ['sso:account:access']

/** Milliseconds. botocore uses no registration with less time left. */
const window = 15 * 60_000

/**
 * A cached registration, of assume or the AWS CLI, else a new one.
 *
 * @throws ServiceRefusal, or another AssumeError.
 */
export async function registrationFor(
  session: SsoSession,
  flow: Flow,
  caller: OidcCaller,
  now: Date,
): Promise<Registration> {
  const path = registrationPath(session, caller.env)
  const cached = readRegistration(path, flow)
  if (cached && cached.expiresAt.getTime() - now.getTime() >= window) return cached
  return register(session, flow, caller, path)
}

/** Deletes a registration that SSO-OIDC may no longer know. */
export function forgetRegistration(session: SsoSession, env: Environment): void {
  try {
    removePath(registrationPath(session, env))
  } catch {
    // The folder is read-only. The error that follows is more useful than this one.
  }
}

/**
 * One file for both flows, with botocore's name: the SHA-1 of the parameters of the registration, as
 * Python's `json.dumps` formats them.
 */
function registrationPath({ name, startUrl, region, scopes }: SsoSession, env: Environment) {
  const listed = scopes.length === 0 ? 'null' : `[${scopes.map(pythonJson).join(', ')}]`
  const key = [
    `"region": ${pythonJson(region)}`,
    `"scopes": ${listed}`,
    `"session_name": ${name === undefined ? 'null' : pythonJson(name)}`,
    `"startUrl": ${pythonJson(startUrl)}`,
    '"tool": "botocore"',
  ].join(', ')
  const hash = createHash('sha1').update(`{${key}}`).digest('hex')
  return join(ssoCacheFolder(env), `${hash}.json`)
}

function readRegistration(path: string, flow: Flow): Registration | undefined {
  const fields = readPrivateJson(path)
  const { clientId, clientSecret } = fields ?? {}
  const expiresAt = timeIn(fields?.expiresAt)
  if (!isHeaderText(clientId) || !isHeaderText(clientSecret) || !expiresAt) return undefined
  const grants = fields?.grantTypes
  const isForBrowser = Array.isArray(grants) && grants.includes('authorization_code')
  return isForBrowser === (flow === 'browser') ? { clientId, clientSecret, expiresAt } : undefined
}

async function register(
  session: SsoSession,
  flow: Flow,
  caller: OidcCaller,
  path: string,
): Promise<Registration> {
  const asked = registering(session, flow)
  const answer = await askOidc('RegisterClient', caller, (oidc, call) =>
    oidc.registerClient(asked, call),
  )
  const { clientId, clientSecret, clientSecretExpiresAt } = answer
  const expiresAt = timeAt(clientSecretExpiresAt)
  if (!isHeaderText(clientId) || !isHeaderText(clientSecret) || !expiresAt) {
    throw new AssumeError('RegisterClient failed: the answer lacks a part of the registration')
  }
  const cached = {
    clientId,
    clientSecret,
    expiresAt: awsTime(expiresAt),
    ...(asked.scopes && { scopes: asked.scopes }),
    ...(flow === 'browser' && { grantTypes }),
  }
  try {
    writePrivateJson(path, cached)
  } catch (error) {
    // The token goes to the same folder, so the error appears before the user signs in.
    throw notWritten(path, error, caller.env)
  }
  return { clientId, clientSecret, expiresAt }
}

/** Seconds since 1970, until the end of the year 9999. */
function timeAt(seconds: unknown): Date | undefined {
  const isTime = typeof seconds === 'number' && seconds > 0 && seconds < 253_402_300_800
  return isTime ? new Date(seconds * 1000) : undefined
}

/** The name is constant, because AWS rejects names with certain words without naming the word. */
const clientName = 'assume'

function registering({ name, startUrl, scopes }: SsoSession, flow: Flow): Registering {
  if (name === undefined) return { clientName, ...(scopes.length > 0 && { scopes }) }
  return {
    clientName,
    scopes: scopes.length > 0 ? scopes : defaultScopes,
    ...(flow === 'browser' && {
      browser: { grantTypes, redirectUris: [redirectUri], issuerUrl: startUrl },
    }),
  }
}
