import { request } from 'node:http'
import { connect } from 'node:net'

export interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The answer of a server on this machine. */
export function answer(
  { port }: { readonly port: number },
  { method = 'GET', path = '/credentials', headers = {} }: Ask,
) {
  return new Promise<{ status: number | undefined; headers: object; body: string }>(
    (got, failed) => {
      const asked = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          got({
            status: response.statusCode,
            headers: response.headers,
            body: String(Buffer.concat(chunks)),
          }),
        )
      })
      asked.on('error', failed)
      asked.end()
    },
  )
}

/** Whether a server on this machine listens on the port. */
export const isOpen = (port: number) =>
  new Promise<boolean>((known) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      known(true)
    })
    socket.on('error', () => known(false))
  })
