import type { IncomingMessage, ServerResponse } from 'node:http'
import { startOf } from '../model/start-of.ts'
import { clientUserId, isOwnUserOrRoot } from '../network/connection-user.ts'
import { serveLoopback } from '../network/loopback-server.ts'
import { isSameText } from './same-text.ts'

// Import this file on demand: it loads Node's HTTP server.

/** The result that the browser delivers: the code, or OAuth's description of the error. */
export type Callback = { readonly code: string } | { readonly refused: string }

export interface Listener {
  /** The URI with the port. */
  readonly redirectUri: string
  /** Resolves with the first valid request. All other requests are rejected. */
  readonly callback: Promise<Callback>
  close(): void
}

const path = '/oauth/callback'

/**
 * Listens on a free port of 127.0.0.1 for the browser that returns from the sign-in.
 * https://datatracker.ietf.org/doc/html/rfc8252#section-7.3
 *
 * @param state required in the request, because any web page can send a browser to this port.
 * @param ownUserId a connection of another user is rejected if the system shows its user. Otherwise `state`
 *   and PKCE protect the sign-in, because the redirect target cannot be a file.
 */
export async function listenForCallback(
  state: string,
  ownUserId: number | undefined,
): Promise<Listener> {
  let arrived: (callback: Callback) => void
  const callback = new Promise<Callback>((resolve) => {
    arrived = resolve
  })
  let isFound = false
  const { host, close } = await serveLoopback((request, response, host) => {
    const userId = clientUserId(request.socket)
    const isForeign = userId !== undefined && !isOwnUserOrRoot(userId, ownUserId)
    const { status, found } = isForeign ? foreign : isFound ? gone : read(request, host, state)
    isFound ||= found !== undefined
    // The browser receives its page before the program continues and exits.
    answer(response, status, found, () => found && arrived(found))
  })
  return { redirectUri: `http://${host}${path}`, callback, close }
}

interface Read {
  readonly status: number
  readonly found?: Callback
}

const gone: Read = { status: 410 }
const foreign: Read = { status: 403 }

function read({ method, url = '', headers }: IncomingMessage, host: string, state: string): Read {
  if (headers.host !== host) return { status: 421 }
  const asked = URL.canParse(url, `http://${host}`) ? new URL(url, `http://${host}`) : undefined
  if (asked?.pathname !== path) return { status: 404 }
  if (method !== 'GET') return { status: 405 }
  const only = (name: string) => {
    const [value, ...more] = asked.searchParams.getAll(name)
    return more.length === 0 ? value : undefined
  }
  if (!isSameText(only('state') ?? '', state)) return { status: 400 }
  const [code, error] = [only('code'), only('error')]
  if (error !== undefined) {
    const words = [only('error_description'), `(${error})`].filter(Boolean).join(' ')
    return { status: 200, found: { refused: startOf(words, 300) } }
  }
  if (code === undefined || !/^[\x21-\x7e]{1,8192}$/.test(code)) return { status: 400 }
  return { status: 200, found: { code } }
}

function answer(
  response: ServerResponse,
  status: number,
  found: Callback | undefined,
  sent: () => void,
): void {
  const words = !found
    ? 'This is not what assume waits for.'
    : 'code' in found
      ? 'Done: you can close this page and go back to the terminal.'
      : 'Not signed in: the terminal says why. You can close this page.'
  response
    .on('close', sent)
    .writeHead(status, {
      'Cache-Control': 'no-store',
      Connection: 'close',
      'Content-Security-Policy': "default-src 'none'",
      'Content-Type': 'text/plain; charset=utf-8',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .end(`${words}\n`)
}
