import type { ClientRequest } from 'node:http'
import { HttpsProxyAgent } from 'https-proxy-agent'
import type { Trust } from './node-trust.ts'
import type { ProxyFailure } from './proxy-failure.ts'
import { verified } from './verified.ts'

// Import this file on demand: few users need a proxy.

/**
 * In milliseconds. It is slightly less than the connection timeout of a call, which could not tell the
 * proxy from the host.
 */
const timeoutMs = 4_500

/**
 * Connects through the proxy with CONNECT for every scheme, and distinguishes failures of the proxy
 * from failures of the host.
 */
export class ProxyAgent extends HttpsProxyAgent<string> {
  /** The TLS options for the connection to an https proxy and for the connection through it. */
  private readonly tls: typeof verified & Partial<Trust>
  private readonly shown: string

  constructor(url: URL, trust: Trust | undefined) {
    const tls = { ...trust, ...verified }
    super(url.href, { ...tls, keepAlive: true })
    this.tls = tls
    this.shown = `${url.protocol}//${url.host}`
    // Without this check the response of the proxy would pass for that of STS.
    this.on('proxyConnect', ({ statusCode, headers }: ProxyAnswer) => {
      if (statusCode === 200) return
      throw Object.assign(new Error(), {
        code: statusCode ? `HTTP ${statusCode}` : 'no answer',
        schemes: statusCode === 407 ? schemesIn(headers['proxy-authenticate']) : [],
      })
    })
  }

  override async connect(
    request: ClientRequest,
    options: Parameters<HttpsProxyAgent<string>['connect']>[1],
  ) {
    try {
      return await inTime(super.connect(request, { ...options, ...this.tls }))
    } catch (error) {
      throw this.failure(error)
    }
  }

  /** The code is not one of Node's, so that the call is not retried. */
  private failure(cause: unknown): Error & ProxyFailure {
    const { code = 'no answer', schemes = [] } = cause as {
      code?: string
      schemes?: readonly string[]
    }
    const failure = { code: 'PROXY', proxy: this.shown, reason: code, schemes }
    return Object.assign(new Error('proxy'), failure)
  }
}

interface ProxyAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Only the scheme names: `Basic realm="x", NTLM` gives `Basic` and `NTLM`. */
function schemesIn(header: string | readonly string[] | undefined): readonly string[] {
  const text = [header ?? []]
    .flat()
    .join(', ')
    .replace(/"(?:\\.|[^"\\])*"/g, '')
  const names = text
    .split(',')
    .flatMap((part) => /^\s*([A-Za-z][\w-]*)(?=\s|$)(?!\s*=)/.exec(part)?.[1] ?? [])
  return [...new Set(names)].slice(0, 8)
}

async function inTime<Connection>(connecting: Promise<Connection>): Promise<Connection> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(Object.assign(new Error(), { code: 'ETIMEDOUT' })), timeoutMs)
  })
  try {
    return await Promise.race([connecting, over])
  } finally {
    clearTimeout(timer)
  }
}
