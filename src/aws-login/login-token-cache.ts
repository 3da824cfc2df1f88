import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parsedJson } from '../aws-api/parsed-json.ts'
import { unreadable } from '../config/parse/read-text.ts'
import { expandPath, homeDirectory, shownPath } from '../config/paths.ts'
import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import { parseSessionKeys } from '../model/parse-keys.ts'
import { fits } from '../sources/metadata/metadata-credentials.ts'
import type { JsonObject } from '../sources/private-json.ts'

/** The sign-in that `aws login` stores: keys for 15 minutes, and the refresh token for the next keys. */
export interface Login {
  readonly keys: Credentials & { readonly expiration: Date }
  readonly clientId: string
  /** Works once. The response contains the next one. */
  readonly refreshToken: string
  /** A private key in PEM. */
  readonly dpopKey: string
  /** The region of the sign-in, if the file contains it. */
  readonly signInRegion?: string
  /** All fields of the file, including unknown ones. */
  readonly written: JsonObject
}

export interface LoginFile {
  readonly path: string
  /** The path for messages: `~/.aws/login/cache/….json`. */
  readonly shown: string
}

/** The file that the AWS CLI and the SDKs read for a `login_session`. */
export const loginFile = (session: string, env: Environment): LoginFile =>
  fileNamed(`${createHash('sha256').update(session).digest('hex')}.json`, env)

/** A file in the folder of the sign-ins. */
export function fileNamed(name: string, env: Environment): LoginFile {
  const path = join(loginFolder(env), name)
  return { path, shown: shownPath(path, homeDirectory(env)) }
}

export function loginFolder(env: Environment): string {
  const home = homeDirectory(env)
  const named = env.AWS_LOGIN_CACHE_DIRECTORY
  return named ? expandPath(named, env, home) : join(home, '.aws', 'login', 'cache')
}

/** Bytes. AWS's own files have a few kilobytes. */
const longestFile = 1_000_000

/**
 * Returns undefined if the file does not exist; a description of the problem, without its contents, if it
 * is invalid.
 *
 * @throws AssumeError if the file cannot be read.
 */
export function readLogin({ path, shown }: LoginFile): Login | string | undefined {
  try {
    const stats = statSync(path)
    // Reading a pipe could block forever.
    if (!stats.isFile()) return 'is not a file'
    if (stats.size > longestFile) return 'is longer than a sign-in can be'
    return loginIn(readFileSync(path, 'utf8'))
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    if (failure.code === 'ENOENT' || failure.code === 'ENOTDIR') return undefined
    throw unreadable(shown, failure)
  }
}

function loginIn(text: string): Login | string {
  const written = objectOf(parsedJson(text))
  if (!written) return 'is not JSON with a sign-in in it'
  const token = objectOf(written.accessToken) ?? {}
  const { accessKeyId, secretAccessKey, sessionToken } = token
  const keys = parseSessionKeys({ id: accessKeyId, secret: secretAccessKey, token: sessionToken })
  if ('unusable' in keys) return wrongPart(keyNames[keys.unusable])
  const wrong = [
    ...Object.entries(tokenForms).filter(([name, form]) => !fits(token[name], form)),
    ...Object.entries(fileForms).filter(([name, form]) => !fits(written[name], form)),
  ][0]
  if (wrong) return wrongPart(wrong[0])
  const expiration = new Date(String(token.expiresAt).replace(/UTC$/, 'Z'))
  if (Number.isNaN(expiration.getTime())) return wrongPart('expiresAt')
  const { signInRegion } = written
  return {
    keys: { ...keys, accountId: String(token.accountId), expiration },
    clientId: String(written.clientId),
    refreshToken: String(written.refreshToken),
    dpopKey: String(written.dpopKey),
    ...(typeof signInRegion === 'string' && signInRegion && { signInRegion }),
    written,
  }
}

export const wrongPart = (name: string) =>
  `cannot be used: its ${name} is missing, or is not one AWS could give`

const keyNames = { 'key id': 'accessKeyId', secret: 'secretAccessKey', token: 'sessionToken' }

const tokenForms = {
  accountId: /^\d{12}$/,
  // Python sometimes writes the time zone as UTC.
  expiresAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|UTC|[+-]\d\d:\d\d)$/,
}

const fileForms = {
  clientId: /^[\x21-\x7e]{1,512}$/,
  refreshToken: /^[\x21-\x7e]{1,8192}$/,
  dpopKey: /^[\x20-\x7e\r\n]{1,8192}$/,
}

function objectOf(value: unknown): JsonObject | undefined {
  return value instanceof Object && !Array.isArray(value) ? { ...value } : undefined
}
