import type { ClientRequest } from 'node:http'
import { HttpsProxyAgent } from 'https-proxy-agent'
import type { ProxyFailure } from './proxy-failure.ts'
import { verified } from './verified.ts'

// A bundle of its own, for the few who need a proxy: nothing but types of ours from here.

/** A little less than the SDK gives a connection, since it could not tell who has not answered. */
const timeoutMs = 4_500

/** Has the proxy connect us (CONNECT), whatever the scheme, and tells its failures from the host's. */
export class ProxyAgent extends HttpsProxyAgent<string> {
  /** For the connection to the proxy, if it is called by https, and for the one through it. */
  private readonly tls: typeof verified & { readonly ca?: string }
  private readonly shown: string

  constructor(url: URL, ca: string | undefined) {
    const tls = { ...verified, ...(ca !== undefined && { ca }) }
    super(url.href, tls)
    this.tls = tls
    this.shown = `${url.protocol}//${url.host}`
    // Otherwise the proxy's answer would be given for that of STS.
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

  /** The code is no longer one of Node's, so that the SDK does not try what will not pass. */
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

/** The names alone: `Basic realm="x", NTLM` gives `Basic` and `NTLM`. */
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
