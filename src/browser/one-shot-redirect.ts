import { randomBytes } from 'node:crypto'
import { clientUserId, isOwnUserOrRoot } from '../network/connection-user.ts'
import { serveLoopback } from '../network/loopback-server.ts'

// Import this file on demand: it loads Node's HTTP server.

/**
 * `unknown-client`: the server refused the request, because the system does not show the user of
 * the connection.
 */
export type Arrival = 'served' | 'unknown-client'

export interface OneShotRedirect {
  /** The address that redirects an authorized user to the location. */
  readonly url: string
  /** Resolves with the first request for the page by an authorized user. */
  readonly arrival: Promise<Arrival>
  /** Resolves at a second request after the page was served. */
  readonly secondRequest: Promise<'second-request'>
  close(): void
}

export interface Clients {
  readonly ownUserId: number | undefined
  /** `if-known`: sufficient for an address that other users cannot read. */
  readonly check: 'always' | 'if-known'
  /** Called if another user requested the address. The server refused the request. */
  foreign(userId: number): void
}

/**
 * Redirects the first authorized client to `location`. This keeps `location` off the command line,
 * where `ps` would show it. The server listens on a free port of 127.0.0.1, for a path that cannot
 * be guessed.
 */
export async function redirectOnce(location: string, clients: Clients): Promise<OneShotRedirect> {
  const path = `/${randomBytes(32).toString('base64url')}`
  let isServed = false
  const [arrival, arrived] = settledLater<Arrival>()
  const [secondRequest, askedAgain] = settledLater<'second-request'>()
  const { host, close } = await serveLoopback((request, response, host) => {
    const { method, url, headers, socket } = request
    const send = (status: number, more = {}) =>
      response.writeHead(status, { ...commonHeaders, ...more }).end()
    const userId = clientUserId(socket)
    if (userId !== undefined && !isOwnUserOrRoot(userId, clients.ownUserId)) {
      if (url === path) clients.foreign(userId)
      return send(403)
    }
    if (headers.host !== host || url !== path || method !== 'GET') return send(404)
    if (userId === undefined && clients.check === 'always') {
      response.on('close', () => arrived('unknown-client'))
      return send(403)
    }
    if (isServed) {
      askedAgain('second-request')
      return send(410)
    }
    isServed = true
    response.on('close', () => arrived('served'))
    return send(303, { Location: location })
  })
  return { url: `http://${host}${path}`, arrival, secondRequest, close }
}

/** Equivalent to Promise.withResolvers, which Node 20 lacks. */
function settledLater<T>(): [Promise<T>, (value: T) => void] {
  let settle: (value: T) => void
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return [promise, (value) => settle(value)]
}

const commonHeaders = {
  'Cache-Control': 'no-store',
  Connection: 'close',
  'Referrer-Policy': 'no-referrer',
}
