import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpRequest, readRequest } from './request.ts'

/** Answers a request. A rejection closes the connection. */
export type Serve = (request: HttpRequest, response: ServerResponse) => void | Promise<void>

/** A service without a listener: what its user sees and changes, and how it answers. */
export interface Service<Controls> {
  readonly controls: Controls
  readonly serve: Serve
}

export interface Closeable {
  /** Drops every connection, also those that still wait. */
  close(): Promise<void>
}

/**
 * Serves on a port of 127.0.0.1: a free one for 0.
 *
 * @param open makes the service once its URL is known.
 */
export async function listen<Controls extends object>(
  open: (url: string) => Service<Controls>,
  port = 0,
): Promise<Controls & Closeable> {
  const server = createServer()
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  try {
    const { controls, serve } = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', (request, response) => {
      // A client that goes away in the middle of its request is no concern of the others.
      const answered = readRequest(request).then((whole) => serve(whole, response))
      answered.catch(() => request.socket.destroy())
    })
    return Object.assign(controls, { close })
  } catch (error) {
    await close()
    throw error
  }
}
