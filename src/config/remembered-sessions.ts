import { dirname, join } from 'node:path'
import { readPrivate, writePrivateDurably } from '../files/private-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import type { Environment } from '../model/context.ts'
import { ownId } from './access.ts'
import { merge } from './parse/merge.ts'
import { sourceFile } from './parse/source-file.ts'
import { homeDirectory, shownPath } from './paths.ts'
import type { Profile } from './profile.ts'

/**
 * The file of the sign-ins that `assume login URL` has made, in the syntax of `~/.aws/config`.
 * `XDG_STATE_HOME` does not count: a variable that a project sets must not name the portal that a
 * person signs in to.
 */
export const rememberedSessionsPath = (env: Environment): string =>
  join(homeDirectory(env), '.local', 'state', 'assume', 'sso-sessions')

/** The `[sso-session]` sections of that file; none if it is missing or unsafe. */
export function readRememberedSessions(env: Environment): ReadonlyMap<string, Profile> {
  const path = rememberedSessionsPath(env)
  const text = readPrivate(path, ownId())
  return text === undefined ? new Map() : sessionsIn(text, env)
}

function sessionsIn(text: string, env: Environment): ReadonlyMap<string, Profile> {
  const path = shownPath(rememberedSessionsPath(env), homeDirectory(env))
  return merge([sourceFile('config', path, text)]).ssoSessions
}

/**
 * Adds a section to that file.
 *
 * @param section the lines of the section.
 * @throws the error of Node. The file is then unchanged.
 */
export function rememberSession(section: string, env: Environment): void {
  const path = rememberedSessionsPath(env)
  makePrivateFolder(dirname(path), ownId())
  const before = readPrivate(path, ownId()) ?? ''
  const gap = before === '' ? '' : '\n'
  writePrivateDurably(path, `${before}${gap}${section}`)
}

/**
 * Removes sections from that file.
 *
 * @throws the error of Node. The file is then unchanged.
 */
export function forgetSessions(names: readonly string[], env: Environment): void {
  const path = rememberedSessionsPath(env)
  const sections = (readPrivate(path, ownId()) ?? '').split(/^(?=\[)/m)
  const isForgotten = (section: string) =>
    [...sessionsIn(section, env).keys()].some((name) => names.includes(name))
  const text = sections
    .filter((section) => !isForgotten(section))
    .join('')
    .trimEnd()
  if (text === '') removePath(path)
  else writePrivateDurably(path, `${text}\n`)
}
