import { type RequestListener, request } from 'node:http'

/** Forwards requests unchanged. The header Host is part of the signature. */
export const forwardTo =
  (url: string): RequestListener =>
  (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const onward = request(new URL(path, url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  }
