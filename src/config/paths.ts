import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../model/context.ts'
import { visible } from '../model/visible.ts'

/** `$HOME`, else what the system knows of the user. Never the folder that one happens to be in. */
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

/** Where the two files are. Undefined where the variable is set to nothing: then there is none. */
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

/** A path with the home directory as `~`, safe to print. */
export function shownPath(path: string, home: string): string {
  const base = home.replace(/\/+$/, '')
  const inHome = base !== '' && path.startsWith(`${base}/`)
  return visible(inHome ? `~${path.slice(base.length)}` : path)
}

/** A shown path as a word for a shell; a `~` is left outside the quotes, where it counts. */
export function pastedPath(shown: string): string {
  if (/^[\w~/.@%+,:-]+$/.test(shown)) return shown
  const [, tilde, rest = ''] = /^(~\/)?(.*)$/s.exec(shown) ?? []
  return `${tilde ?? ''}'${rest.replaceAll("'", "'\\''")}'`
}

/**
 * Python's `expanduser(expandvars(path))`, as botocore applies it to variables that name a path:
 * `$NAME`, `${NAME}`, `~` and `~user`. What is not known is left as it stands.
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

/** Python's `expanduser(path)`: `~` and `~user`. A user who is not known is left as it stands. */
export function expandUser(path: string, home: string): string {
  const [, user, rest = ''] = /^~([^/]*)(.*)$/s.exec(path) ?? []
  if (user === undefined) return path
  const directory = user === '' ? home : homeOf(user)
  return directory === undefined ? path : directory.replace(/\/+$/, '') + rest || '/'
}

/** The home directory of another user, from `/etc/passwd`; what a directory service knows is not. */
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
