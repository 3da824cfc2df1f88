import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pythonJson } from '../../aws-cli/python-json.ts'
import { removePath } from '../../files/remove-path.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { timeIn } from '../../model/time-in-text.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { isHeaderText } from '../../sources/header-text.ts'
import { readPrivateJson, writePrivateJson } from '../../sources/private-json.ts'
import { askOidc, type OidcCaller } from './ask-oidc.ts'
import type { OidcClient, Registering } from './sso-oidc.ts'
import { awsTime, notWritten, ssoCacheFolder } from './sso-token-cache.ts'

/** The two ways to sign in; a registration is good for one of them. */
export type Flow = 'browser' | 'device'

/** A program that SSO-OIDC knows, and until when. */
export interface Registration extends OidcClient {
  readonly expiresAt: Date
}

/** The redirect URI of the browser's flow. AWS takes any port with it. */
const redirectUri = 'http://127.0.0.1/oauth/callback'

const grantTypes = ['authorization_code', 'refresh_token']

/** Without it there is no refresh token; and it is what the roles want. */
export const defaultScopes = ['sso:account:access']

/** In milliseconds; botocore takes none that ends sooner. */
const window = 15 * 60_000

/**
 * The registration that is kept, of ours or the AWS CLI's, else a new one.
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

/** Forgets a registration that SSO-OIDC may not know any more. */
export function forgetRegistration(session: SsoSession, env: Environment): void {
  try {
    removePath(registrationPath(session, env))
  } catch {
    // In a folder that takes no change. What we go on to say is of more use than that.
  }
}

/**
 * One file for both flows, named as botocore names it: by the SHA-1 of what Python's `json.dumps`
 * makes of what the registration is for.
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
    // Better now than when somebody has signed in: the token goes to the same folder.
    throw notWritten(path, error, caller.env)
  }
  return { clientId, clientSecret, expiresAt }
}

/** Seconds since 1970, up to the last year that a date of four digits can name. */
function timeAt(seconds: unknown): Date | undefined {
  const isTime = typeof seconds === 'number' && seconds > 0 && seconds < 253_402_300_800
  return isTime ? new Date(seconds * 1000) : undefined
}

/** Plain and always the same: AWS refuses names with some words in them, and does not say which. */
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
