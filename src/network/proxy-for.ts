import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { isLoopback } from './loopback.ts'

/** The URL may contain a user name and a password. */
export interface Proxy {
  readonly url: URL
  /** The variable that names the proxy. */
  readonly from: string
}

/**
 * The proxy for a URL, with the rules of Python's urllib and therefore of the AWS CLI. The
 * exception is this machine, for which the AWS CLI also uses the proxy.
 *
 * @throws AssumeError for an invalid proxy URL. The error does not repeat it.
 */
export function proxyFor(url: URL, env: Environment): Proxy | undefined {
  if (isLoopback(url)) return undefined
  const named = namedProxy(url.protocol === 'http:' ? 'http' : 'https', env)
  if (!named || isExempt(url.host, variableNamed('no_proxy', env)?.value)) return undefined
  return { url: checkedProxy(named), from: named.name }
}

/** Returns true if the environment names a proxy for any call. */
export const namesProxy = (env: Environment) =>
  namedProxy('https', env) !== undefined || namedProxy('http', env) !== undefined

interface Variable {
  readonly name: string
  readonly value: string
}

/** The lower case name takes precedence, even if its value is empty. */
function variableNamed(name: string, env: Environment): Variable | undefined {
  const found = env[name] === undefined ? name.toUpperCase() : name
  const value = env[found]
  return value ? { name: found, value } : undefined
}

function namedProxy(scheme: 'http' | 'https', env: Environment): Variable | undefined {
  const found = variableNamed(`${scheme}_proxy`, env)
  // A web server passes a client's header "Proxy: …" to its programs under this name.
  return found?.name === 'HTTP_PROXY' && env.REQUEST_METHOD !== undefined ? undefined : found
}

/**
 * NO_PROXY entries are host suffixes of whole labels. It supports no pattern except a single `*`,
 * and no address ranges.
 */
function isExempt(host: string, exempt = ''): boolean {
  if (exempt === '*') return true
  const bare = host.replace(/:\d+$/, '')
  return exempt
    .split(',')
    .map((name) => name.trim().replace(/^\.+/, '').toLowerCase())
    .some(
      (name) => name !== '' && [bare, host].some((own) => own === name || own.endsWith(`.${name}`)),
    )
}

function checkedProxy({ name, value }: Variable): URL {
  const text = /^(\w+:)?\/\//.test(value) ? value.replace(/^\/\//, 'http://') : `http://${value}`
  const misread = misreadIn(text)
  const url = misread === undefined ? parseUrl(text) : undefined
  if (url?.hostname && /^https?:$/.test(url.protocol) && hasReadableUser(url)) return url
  const form = `it looks like ${name}=http://USER:PASSWORD@proxy.example:3128`
  throw new AssumeError(`${name} is not the URL of a proxy`, [
    misread === undefined
      ? `${form}; in USER and PASSWORD write % as %25 and @ as %40`
      : `in USER and PASSWORD write ${misread} as ${percentEncoded(misread)}; ${form}`,
  ])
}

/**
 * A character in the user name or the password at which a URL parser ends the host name, so that it
 * would call another host.
 */
function misreadIn(text: string): string | undefined {
  const authority = text.replace(/^\w+:\/\//, '')
  const user = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0))
  return /[\\/#?]/.exec(user)?.[0]
}

const percentEncoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** A `%` that begins no escape sequence is literal, as in the AWS CLI. */
function parseUrl(text: string): URL | undefined {
  const end = text.lastIndexOf('@')
  const user = text.slice(0, Math.max(end, 0)).replace(/%(?![\da-f]{2})/gi, '%25')
  const url = `${user}${text.slice(Math.max(end, 0))}`
  return URL.canParse(url) ? new URL(url) : undefined
}

function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}
