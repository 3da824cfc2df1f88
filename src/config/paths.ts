import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Context, Environment } from '../model/context.ts'
import { visible } from '../model/visible.ts'

/** `$HOME`, or the home directory that the system reports. It never depends on the current folder. */
export function homeDirectory(env: Environment): string {
  return env.HOME || systemHome() || '/'
}

/** In a container a user may have no entry in the password file, and then `userInfo()` throws. */
function systemHome(): string {
  try {
    return userInfo().homedir
  } catch {
    return ''
  }
}

/** The paths of the two files. Undefined if the variable is empty, which means that there is no file. */
export function configPaths(
  env: Environment,
  home: string,
): { readonly config: string | undefined; readonly credentials: string | undefined } {
  const find = (variable: string, name: string) => {
    const path = env[variable]
    if (path === undefined) return join(home, '.aws', name)
    return expandPath(path, env, home) || undefined
  }
  return {
    config: find('AWS_CONFIG_FILE', 'config'),
    credentials: find('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  }
}

/** A path for display, with `~` for the home directory and without control characters. */
export function shownPath(path: string, home: string): string {
  const base = home.replace(/\/+$/, '')
  const inHome = base !== '' && path.startsWith(`${base}/`)
  return visible(inHome ? `~${path.slice(base.length)}` : path)
}

/** A path as messages show it: `~/.cache/assume`. */
export const shown = (path: string, { env }: Pick<Context, 'env'>) =>
  shownPath(path, homeDirectory(env))

/** A shown path as a shell word. A leading `~/` stays outside the quotes, so that the shell expands it. */
export function pastedPath(shown: string): string {
  if (/^[\w~/.@%+,:-]+$/.test(shown)) return shown
  const [, tilde, rest = ''] = /^(~\/)?(.*)$/s.exec(shown) ?? []
  return `${tilde ?? ''}'${rest.replaceAll("'", "'\\''")}'`
}

/**
 * Python's `expanduser(expandvars(path))`, which botocore applies to path variables: `$NAME`,
 * `${NAME}`, `~` and `~user`. Unknown names stay unchanged.
 */
export function expandPath(path: string, env: Environment, home: string): string {
  const expanded = path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain?: string, braced?: string) => {
      const name = plain ?? braced ?? ''
      return (Object.hasOwn(env, name) ? env[name] : undefined) ?? whole
    },
  )
  return expandUser(expanded, home)
}

/** Python's `expanduser(path)`: `~` and `~user`. The name of an unknown user stays unchanged. */
export function expandUser(path: string, home: string): string {
  const [, user, rest = ''] = /^~([^/]*)(.*)$/s.exec(path) ?? []
  if (user === undefined) return path
  const directory = user === '' ? home : homeOf(user)
  return directory === undefined ? path : directory.replace(/\/+$/, '') + rest || '/'
}

/** The home directory of another user from `/etc/passwd`. Directory services are not supported. */
function homeOf(user: string): string | undefined {
  const users = passwords()
  for (const line of users.split('\n')) {
    const [name, , , , , directory] = line.split(':')
    if (name === user) return directory
  }
  return undefined
}

function passwords(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
