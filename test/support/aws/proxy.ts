import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { forwardTo } from './forward.ts'

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url))

/** The private CA of the certificate for STS. Both are valid from 2020 to 2120. The key of the CA was deleted. */
export const privateCa = fixture('ca.pem')

/** A self-signed certificate for the hosts of IAM Identity Center. */
export const ssoCertificate = fixture('sso.pem')

/** A self-signed certificate for the hosts of AWS Sign-In. */
export const signInCertificate = fixture('sign-in.pem')

/** A self-signed certificate for STS, valid for one day in 2020. */
export const overCertificate = fixture('over.pem')

/** A self-signed certificate for 127.0.0.1. */
export const loopbackCertificate = fixture('loopback.pem')

/** The certificate and the key for the hosts of a service. */
const certificate = (name: 'sts' | 'sso' | 'sign-in' | 'over' | 'loopback') => ({
  cert: readFileSync(fixture(`${name}.pem`)),
  key: readFileSync(fixture(`${name}.key`)),
})

export interface TestProxy {
  readonly url: string
  readonly port: number
  /** `HOST:PORT` of each CONNECT, in order. */
  readonly hosts: readonly string[]
  /** The header `Proxy-Authorization` of each CONNECT, as sent. */
  readonly authorizations: readonly (string | undefined)[]
}

/**
 * Starts a proxy. For any host, it connects the client to the demo's AWS behind a TLS server with a certificate
 * of the private CA. If `refusal` is set, it refuses with that status. The proxy is closed after the test.
 */
export function startProxy(
  awsUrl: string,
  refusal?: number,
  headers: readonly string[] = [],
): Promise<TestProxy> {
  return proxyTo(createTlsServer(certificate('sts'), forwardTo(awsUrl)), refusal, headers)
}

/** Like `startProxy`, but the TLS server has the certificate `overCertificate`. */
export function startProxyToOver(awsUrl: string): Promise<TestProxy> {
  return proxyTo(createTlsServer(certificate('over'), forwardTo(awsUrl)))
}

/** Like `startProxy`, to the demo's IAM Identity Center. Both services have the certificate `ssoCertificate`. */
export function startSsoProxy(portalUrl: string, oidcUrl: string): Promise<TestProxy> {
  const [toPortal, toOidc] = [forwardTo(portalUrl), forwardTo(oidcUrl)]
  const server = createTlsServer(certificate('sso'), (request, response) => {
    const isPortal = request.headers.host?.startsWith('portal.')
    return isPortal ? toPortal(request, response) : toOidc(request, response)
  })
  return proxyTo(server)
}

/** Like `startProxy`, to the demo's AWS Sign-In, which has the certificate `signInCertificate`. */
export function startSignInProxy(url: string, refusal?: number): Promise<TestProxy> {
  return proxyTo(createTlsServer(certificate('sign-in'), forwardTo(url)), refusal)
}

/** Starts an HTTPS server with an untrusted certificate. As a proxy, it records and refuses each CONNECT. */
export async function untrustedServer() {
  const received: string[] = []
  const server = createTlsServer(certificate('sso'), ({ method, url }, response) => {
    received.push(`${method} ${url}`)
    response.writeHead(404).end()
  })
  // Node.js reads the variable at each TLS connection, and warns of it only once in a process, which may be this one.
  server.on('connection', () => {
    const value = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    if (value !== undefined) received.push(`NODE_TLS_REJECT_UNAUTHORIZED=${value}`)
  })
  server.on('connect', ({ url }, client: Socket) => {
    received.push(`CONNECT ${url}`)
    client.end('HTTP/1.1 502 No\r\n\r\n')
  })
  const url = `https://127.0.0.1:${await listening(server)}`
  return { url, received: received as readonly string[] }
}

/**
 * Starts a TLS server in front of AWS, with the certificate `loopbackCertificate`. The server closes each
 * connection after one response.
 */
export async function startTlsServer(awsUrl: string) {
  /** For each connection, whether it resumed a TLS session. */
  const resumed: boolean[] = []
  const forward = forwardTo(awsUrl)
  const server = createTlsServer(certificate('loopback'), (request, response) => {
    request.headers.connection = 'close'
    forward(request, response)
  })
  server.on('secureConnection', (socket) => resumed.push(socket.isSessionReused()))
  return {
    url: `https://127.0.0.1:${await listening(server)}`,
    resumed: resumed as readonly boolean[],
  }
}

/** Starts a TLS server that stands for an HTTPS proxy, with a certificate of the private CA. */
export async function tlsServer(): Promise<string> {
  return `https://127.0.0.1:${await listening(createTlsServer(certificate('sts')))}`
}

async function proxyTo(
  tls: Server,
  refusal?: number,
  more: readonly string[] = [],
): Promise<TestProxy> {
  const tlsPort = await listening(tls)
  const hosts: string[] = []
  const authorizations: (string | undefined)[] = []
  const proxy = createHttpServer((_, response) => void response.writeHead(405).end())
  proxy.on('connect', ({ url = '', headers }, client: Socket) => {
    hosts.push(url)
    authorizations.push(headers['proxy-authorization'])
    client.on('error', () => client.destroy())
    const head = ['Content-Length: 0', ...more].join('\r\n')
    if (refusal) return client.end(`HTTP/1.1 ${refusal} No\r\n${head}\r\n\r\n`)
    const server = connect(tlsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(server).pipe(client)
    })
    server.on('error', () => client.destroy())
    client.on('close', () => server.destroy())
  })
  const port = await listening(proxy)
  return { url: `http://127.0.0.1:${port}`, port, hosts, authorizations }
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}
