import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { whyRefused } from '../../config/access.ts'
import { homeDirectory, shownPath } from '../../config/paths.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { timeIn } from '../../model/time-in-text.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { isHeaderText } from '../../sources/metadata/header-text.ts'
import { type JsonObject, readPrivateJson, writePrivateJson } from '../../sources/private-json.ts'

/** The token of an IAM Identity Center sign-in. Never print it, log it or put it into an error. */
export interface SsoToken {
  readonly accessToken: string
  readonly expiresAt: Date
  /** The fields for a refresh without the user. Each can be missing. */
  readonly refreshToken?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly registrationExpiresAt?: Date
}

/** The folder that the AWS CLI and all SDKs share. */
export const ssoCacheFolder = (env: Environment) => join(homeDirectory(env), '.aws', 'sso', 'cache')

/** botocore's file name: the hash of the session's name, else of the exact start URL. */
export function ssoTokenPath({ name, startUrl }: SsoSession, env: Environment): string {
  const key = createHash('sha1')
    .update(name ?? startUrl, 'utf8')
    .digest('hex')
  return join(ssoCacheFolder(env), `${key}.json`)
}

/** The token of a session, expired or not. Returns undefined if there is none or its file is invalid. */
export function readSsoToken(session: SsoSession, env: Environment): SsoToken | undefined {
  const fields = readPrivateJson(ssoTokenPath(session, env))
  const accessToken = fields && headerText(fields.accessToken)
  const expiresAt = fields && timeIn(fields.expiresAt)
  if (!accessToken || !expiresAt) return undefined
  const refreshToken = headerText(fields.refreshToken)
  const clientId = headerText(fields.clientId)
  const clientSecret = headerText(fields.clientSecret)
  const registrationExpiresAt = timeIn(fields.registrationExpiresAt)
  return {
    accessToken,
    expiresAt,
    ...(refreshToken && { refreshToken }),
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
    ...(registrationExpiresAt && { registrationExpiresAt }),
  }
}

/**
 * Replaces the stored token. Other fields of the file stay, except fields of the previous token.
 *
 * @throws AssumeError that names the file, which is then unchanged.
 */
export function writeSsoToken(session: SsoSession, token: SsoToken, env: Environment): void {
  const path = ssoTokenPath(session, env)
  const { accessToken, expiresAt, registrationExpiresAt, ...others } = token
  try {
    writePrivateJson(path, {
      ...unknownFields(readPrivateJson(path) ?? {}),
      startUrl: session.startUrl,
      region: session.region,
      accessToken,
      expiresAt: awsTime(expiresAt),
      ...others,
      ...(registrationExpiresAt && { registrationExpiresAt: awsTime(registrationExpiresAt) }),
    })
  } catch (error) {
    throw notWritten(path, error, env)
  }
}

/** botocore's format: UTC, in whole seconds. */
export const awsTime = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

function unknownFields({
  refreshToken: _refreshToken,
  clientId: _clientId,
  clientSecret: _clientSecret,
  registrationExpiresAt: _registrationExpiresAt,
  ...others
}: JsonObject): JsonObject {
  return others
}

const headerText = (value: unknown) => (isHeaderText(value) ? value : undefined)

export function notWritten(path: string, error: unknown, env: Environment): AssumeError {
  const shown = shownPath(path, homeDirectory(env))
  return new AssumeError(`${shown} cannot be written (${whyRefused(error, shown)})`, [
    'the sign-in to IAM Identity Center is stored there: check the folder and the space on the disk',
  ])
}
