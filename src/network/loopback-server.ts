import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// Import this file on demand: it loads Node's HTTP server.

export interface LoopbackServer {
  /** `127.0.0.1:PORT`, the Host header of every valid request. */
  readonly host: string
  /** Drops every connection at once. */
  close(): void
}

/**
 * Local requests are short. Node checks every 30 seconds for slow requests, so the long interval
 * avoids unnecessary wake-ups.
 */
const limits = { maxHeaderSize: 16_384, connectionsCheckingInterval: 2 ** 31 - 1 }

/** In milliseconds. Requests arrive at once, and SDKs give up after some seconds. */
const longestConnection = 20_000

/**
 * Serves on a free port of 127.0.0.1. A web page can reach the server through a host name that
 * resolves to 127.0.0.1, so `answer` must check the Host header.
 *
 * @throws NodeJS.ErrnoException if no port is available.
 */
export async function serveLoopback(
  answer: (request: IncomingMessage, response: ServerResponse, host: string) => void,
): Promise<LoopbackServer> {
  let host = ''
  const server = createServer(limits, (request, response) => answer(request, response, host))
  server.on('connection', (socket) => {
    const end = setTimeout(() => socket.destroy(), longestConnection)
    socket.once('close', () => clearTimeout(end))
  })
  // A broken connection must not affect the others.
  server.on('clientError', (_, socket) => socket.destroy())
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
