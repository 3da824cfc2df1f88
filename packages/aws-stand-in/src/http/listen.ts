import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpRequest, readRequest } from './request.ts'

/** Handles a request. If the promise rejects, the connection is closed. */
export type Serve = (request: HttpRequest, response: ServerResponse) => void | Promise<void>

/** A service without a listener: its controls for tests, and its request handler. */
export interface Service<Controls> {
  readonly controls: Controls
  readonly serve: Serve
}

export interface Closeable {
  /** Stops the server and closes all connections, including open requests. */
  close(): Promise<void>
}

/**
 * Listens on a port of 127.0.0.1. Port 0 selects a free port.
 *
 * @param open creates the service for its URL.
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
      // A client that disconnects during its request must not affect other clients.
      const answered = readRequest(request).then((whole) => serve(whole, response))
      answered.catch(() => request.socket.destroy())
    })
    return Object.assign(controls, { close })
  } catch (error) {
    await close()
    throw error
  }
}
