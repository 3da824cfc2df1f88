import { randomBytes } from 'node:crypto'
import { serveLoopback } from '../network/loopback-server.ts'

// This file loads Node's HTTP and is a bundle of its own: import it where called, and nothing but
// types of ours from here, and what is no class.

export interface OneShotRedirect {
  /** What a browser is given: with no secret but that it leads to one, once. */
  readonly url: string
  /** When somebody has come. */
  readonly taken: Promise<void>
  close(): void
}

/**
 * Leads whoever comes first on to `location`, which so stands on no command line, where `ps` would
 * show it. A free port of 127.0.0.1, and a path that cannot be guessed.
 */
export async function redirectOnce(location: string): Promise<OneShotRedirect> {
  const path = `/${randomBytes(32).toString('base64url')}`
  let isTaken = false
  let take: () => void
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })
  const { host, close } = await serveLoopback(({ method, url, headers }, response, host) => {
    const isRight = headers.host === host && url === path && method === 'GET'
    const isFirst = isRight && !isTaken
    isTaken ||= isRight
    const status = isFirst ? 303 : isRight ? 410 : 404
    response
      .on('close', () => isFirst && take())
      .writeHead(status, {
        'Cache-Control': 'no-store',
        Connection: 'close',
        'Referrer-Policy': 'no-referrer',
        ...(isFirst && { Location: location }),
      })
      .end()
  })
  return { url: `http://${host}${path}`, taken, close }
}
