import { randomBytes } from 'node:crypto'
import { clientUserId, isOwnUserOrRoot } from '../network/connection-user.ts'
import { serveLoopback } from '../network/loopback-server.ts'

// This file loads Node's HTTP and is a bundle of its own: import it where called, and nothing but
// types of ours from here, and what is no class.

/** `unknown-client`: nobody was served, since the system does not tell whose the connection is. */
export type Arrival = 'served' | 'unknown-client'

export interface OneShotRedirect {
  /** Whoever opens it, as a user who may, is led to the location. */
  readonly url: string
  /** Resolves with the first request for the page by a user who may. */
  readonly arrival: Promise<Arrival>
  /** Resolves when the page is asked for again after it was served. */
  readonly secondRequest: Promise<'second-request'>
  close(): void
}

export interface Clients {
  readonly ownUserId: number | undefined
  /** `if-known`: for an address that other users cannot read. */
  readonly check: 'always' | 'if-known'
  /** Somebody else has read the address, and was refused. */
  foreign(userId: number): void
}

/**
 * Leads the first who comes on to `location`, so that `location` is on no command line, where `ps`
 * would show it. It listens on a free port of 127.0.0.1, for a path that cannot be guessed.
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

/** As Promise.withResolvers, which Node 20 has not. */
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
