import { hostname, networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { isLoopback } from '../../../src/network/loopback.ts'

const addresses = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .filter(({ scopeid }) => !scopeid)
  .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))

it.each(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]', hostname(), ...addresses])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(new URL(`http://${host}:4566/sts`))).toBe(true)
  },
)

it.each([
  '192.0.2.1',
  '[2001:db8::1]',
  'localhost.example',
  `${hostname()}.example`,
  '0.0.0.0.example',
])('%s is another machine', (host) => {
  expect(isLoopback(new URL(`http://${host}`))).toBe(false)
})
