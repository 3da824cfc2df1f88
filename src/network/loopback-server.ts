import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// Loads Node's HTTP: part of bundles that are loaded when something is to be served.

export interface LoopbackServer {
  /** `127.0.0.1:PORT`, and what a request that means us has for Host. */
  readonly host: string
  /** Drops every connection at once. */
  close(): void
}

/** Requests of this machine are short, and come at once. In bytes and milliseconds. */
const limits = { maxHeaderSize: 16_384, headersTimeout: 5_000, requestTimeout: 5_000 }

/**
 * Serves on a free port of 127.0.0.1. A page in a browser can reach it by a name of its own that leads
 * there, so whoever answers compares the Host that is asked for.
 *
 * @throws NodeJS.ErrnoException where no port is to be had.
 */
export async function serveLoopback(
  answer: (request: IncomingMessage, response: ServerResponse, host: string) => void,
): Promise<LoopbackServer> {
  let host = ''
  const server = createServer(limits, (request, response) => answer(request, response, host))
  // One that breaks off in the middle is no concern of the others.
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
