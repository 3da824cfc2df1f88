import { readFile } from 'node:fs/promises'
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
export async function configPaths(
  env: Environment,
  home: string,
): Promise<{ config: string | undefined; credentials: string | undefined }> {
  const find = async (variable: string, name: string) => {
    const path = env[variable]
    if (path === undefined) return join(home, '.aws', name)
    return (await expandPath(path, env, home)) || undefined
  }
  return {
    config: await find('AWS_CONFIG_FILE', 'config'),
    credentials: await find('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
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
 * Python's `expanduser(expandvars(path))`, as botocore applies it to the two variables above:
 * `$NAME`, `${NAME}`, `~` and `~user`. What is not known is left as it stands.
 */
async function expandPath(path: string, env: Environment, home: string): Promise<string> {
  const expanded = path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain?: string, braced?: string) => {
      const name = plain ?? braced ?? ''
      return (Object.hasOwn(env, name) ? env[name] : undefined) ?? whole
    },
  )
  const [, user, rest = ''] = /^~([^/]*)(.*)$/s.exec(expanded) ?? []
  if (user === undefined) return expanded
  const directory = user === '' ? home : await homeOf(user)
  return directory === undefined ? expanded : directory.replace(/\/+$/, '') + rest || '/'
}

/** The home directory of another user, from `/etc/passwd`; what a directory service knows is not. */
async function homeOf(user: string): Promise<string | undefined> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const line of users.split('\n')) {
    const [name, , , , , directory] = line.split(':')
    if (name === user) return directory
  }
  return undefined
}
