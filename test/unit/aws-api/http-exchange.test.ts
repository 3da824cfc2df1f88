import { createServer, globalAgent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { exchange } from '../../../src/aws-api/client/http-exchange.ts'

it('does not start if the time is over before it, and throws once', async () => {
  const uncaught: Error[] = []
  const catchError = (error: Error) => uncaught.push(error)
  process.on('uncaughtException', catchError)
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    process.off('uncaughtException', catchError)
    server.close()
  })

  const { port } = server.address() as AddressInfo
  const call = { method: 'GET', protocol: 'http:', hostname: '127.0.0.1', port, path: '/' }
  const settings = {
    connection: { agent: globalAgent, start: request },
    connectTimeout: 1000,
    abortSignal: AbortSignal.abort(),
  }
  await expect(exchange({ ...call, headers: {} }, settings)).rejects.toThrow('aborted')
  await setImmediate()
  await setImmediate()
  expect({ uncaught, requests }).toEqual({ uncaught: [], requests: 0 })
})
