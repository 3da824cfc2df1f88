import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pythonJson } from '../../aws-cli/python-json.ts'
import { type AccessTrouble, accessTrouble, ownId } from '../../config/access.ts'
import { homeDirectory } from '../../config/paths.ts'
import { removePath } from '../../files/remove-path.ts'
import type { Environment } from '../../model/context.ts'
import type { SsoRole } from '../../plan/plan.ts'
import { type JsonObject, readPrivateJson } from '../../sources/private-json.ts'
import { ssoCacheFolder } from './sso-token-cache.ts'

/** A token file of a sign-in. Any tool can have written it. */
export interface CachedToken {
  readonly path: string
  readonly accessToken: string
  /** The value as found in the file, of any type. */
  readonly region: unknown
  readonly startUrl: unknown
}

/** All tokens in the cache folder. */
export function cachedTokens(env: Environment): readonly CachedToken[] {
  return objectsIn(ssoCacheFolder(env)).flatMap(({ path, fields }) => {
    const { accessToken, region, startUrl } = fields
    return typeof accessToken === 'string' ? [{ path, accessToken, region, startUrl }] : []
  })
}

/** The files of the AWS CLI v2 with role credentials that it obtained with a token. */
export const cachedRoleKeys = (env: Environment): readonly string[] =>
  objectsIn(cliCacheFolder(env))
    .filter(({ fields }) => fields.ProviderType === 'sso')
    .map(({ path }) => path)

/** The file of one role. Its name is the SHA-1 of the role as Python's `json.dumps` formats it. */
export function roleKeysPath({ session, accountId, roleName }: SsoRole, env: Environment): string {
  const { name, startUrl } = session
  const from = name === undefined ? ['startUrl', startUrl] : ['sessionName', name]
  const pairs = [['accountId', accountId], ['roleName', roleName], from]
  const json = pairs.map((pair) => pair.map(pythonJson).join(':')).join(',')
  const key = createHash('sha1').update(`{${json}}`).digest('hex')
  return join(cliCacheFolder(env), `${key}.json`)
}

/**
 * Files and folders of sign-ins that this user cannot read.
 *
 * @param paths the files to check; undefined checks all existing files.
 */
export function unreadableCached(
  env: Environment,
  paths: readonly string[] | undefined,
): readonly AccessTrouble[] {
  const folders = [ssoCacheFolder(env), cliCacheFolder(env)]
  const files =
    paths ??
    folders.flatMap((folder) => [folder, ...namesIn(folder).map((name) => join(folder, name))])
  const userId = ownId()
  const troubles = files
    .map((path) => accessTrouble(path, userId))
    .filter((each) => each !== undefined)
  return [...new Map(troubles.map((each) => [each.path, each])).values()]
}

/** @throws the error of Node, except for a missing file. */
export const deleteCached = (path: string) => removePath(path)

const cliCacheFolder = (env: Environment) => join(homeDirectory(env), '.aws', 'cli', 'cache')

function objectsIn(
  folder: string,
): readonly { readonly path: string; readonly fields: JsonObject }[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name)
    const fields = readPrivateJson(path)
    return fields ? [{ path, fields }] : []
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
