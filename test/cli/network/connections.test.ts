import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { forwardTo } from '../../support/aws/forward.ts'
import {
  loopbackCertificate,
  privateCa,
  startProxy,
  startTlsServer,
} from '../../support/aws/proxy.ts'
import { TestAws } from '../../support/test-aws.ts'

/** Two profiles with the same role. The second has its own session name. */
const config = `[profile first]
source_profile = Bob
role_arn = ${roleArn(noMfaRole)}
ca_bundle = ${privateCa}

[profile second]
source_profile = Bob
role_arn = ${roleArn(noMfaRole)}
role_session_name = second
ca_bundle = ${privateCa}
`

const both = ['each', 'first', 'second', '--jobs', '1', '--', 'true']

/** Starts a server that records its connections and forwards requests to the stand-in. */
async function counted(url: string) {
  const sockets = new Set<Socket>()
  const server = createServer(forwardTo(url))
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets }
}

describe('the calls of one run share a connection', () => {
  it('to STS', async () => {
    const testAws = await TestAws.open({ config })
    const { url, sockets } = await counted(testAws.aws.url)
    const run = await testAws.assume(both, { env: { AWS_ENDPOINT_URL_STS: url } })
    expect(run).toMatchObject({ exitCode: 0, calls: [{}, {}] })
    expect(sockets.size).toBe(1)
  })

  it('through a proxy', async () => {
    const testAws = await TestAws.open({ config })
    const proxy = await startProxy(testAws.aws.url)
    const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
    const run = await testAws.assume(both, { env })
    expect(run).toMatchObject({ exitCode: 0, calls: [{}, {}] })
    expect(proxy.hosts).toEqual(['sts.eu-west-1.amazonaws.com:443'])
  })
})

it('a call resumes the TLS session of the previous call if the server closed the connection', async () => {
  const testAws = await TestAws.open({ config: config.replaceAll(privateCa, loopbackCertificate) })
  const { url, resumed } = await startTlsServer(testAws.aws.url)
  const run = await testAws.assume(both, { env: { AWS_ENDPOINT_URL_STS: url } })
  expect(run).toMatchObject({ exitCode: 0, calls: [{}, {}] })
  expect(resumed).toEqual([false, true])
})
