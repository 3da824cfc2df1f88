import { AssumeError } from '../model/errors.ts'
import { errorOfThisMachine } from './machine-error.ts'
import type { ProxyFailure } from './proxy-failure.ts'

/**
 * Recognizes the failure by its fields, because only a call through a proxy loads its class. The
 * SDK sometimes wraps errors.
 */
export function proxyFailureOf(error: unknown): ProxyFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { proxy, reason, schemes = [] } = error as Partial<ProxyFailure>
  return proxy && reason ? { proxy, reason, schemes } : proxyFailureOf(error.cause)
}

/** The error for a proxy that did not establish the connection. */
export function proxyRefusal(
  { proxy, reason, schemes = [] }: ProxyFailure,
  failed: string,
  variantHint?: string,
): AssumeError {
  const cause = proxyCauses.find(({ reasons }) => reasons.test(reason))
  const { words = '', hint = urlHint } = cause ?? {}
  const offered = schemes.length > 0 ? `; it offers ${schemes.join(', ')}` : ''
  const told = words.replace('REASON', `${reason}${offered}`)
  return new AssumeError(`${failed}: the proxy ${proxy}: ${told}`, [
    schemes.length > 0 && !schemes.some((each) => /^basic$/i.test(each)) ? otherSchemesHint : hint,
    ...(variantHint !== undefined && cause?.title === unreachable ? [variantHint] : []),
  ])
}

const urlHint = 'is the proxy right? see HTTPS_PROXY; NO_PROXY names hosts that need no proxy'

const otherSchemesHint =
  'assume and the AWS CLI support only Basic: for the others run a local proxy such as Cntlm, and name that'

const unreachable = 'Proxy: AWS cannot be reached'

/** docs/troubleshooting.md has an entry with the same title. */
interface ProxyCause {
  readonly title: string
  readonly reasons: RegExp
  readonly words: string
  readonly hint?: string
}

export const proxyCauses: readonly ProxyCause[] = [
  {
    title: 'Proxy: connection refused',
    reasons: /^ECONNREFUSED$/,
    words: 'connection refused; nothing listens there',
  },
  {
    title: 'Proxy: host not found',
    reasons: /^(ENOTFOUND|EAI_AGAIN)$/,
    words: 'there is no such host',
  },
  {
    title: 'Proxy: timed out',
    reasons: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    words: 'timed out; no answer in time',
  },
  {
    title: 'Proxy: connection closed',
    reasons: /^(ECONNRESET|EPIPE)$/,
    words: 'the connection was cut',
  },
  {
    title: 'Proxy: untrusted certificate',
    reasons: /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS/,
    words: 'its certificate is not trusted',
    hint: 'it is called by TLS; name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  },
  {
    title: 'Proxy: authentication required (407)',
    reasons: /^HTTP 407$/,
    words: 'it requires a user name and a password (REASON)',
    hint: 'write them into the URL of the proxy, before its host, with a colon between them and @ after them',
  },
  {
    title: 'Proxy: access denied (403)',
    reasons: /^HTTP 403$/,
    words: 'it does not allow this host (REASON)',
    hint: 'the proxy must allow the host, or NO_PROXY must name it',
  },
  {
    title: unreachable,
    reasons: /^HTTP 50[234]$/,
    words: 'it cannot reach the host (REASON)',
    hint: 'is the region or the endpoint right, and may the proxy reach it?',
  },
  {
    title: 'Proxy: CONNECT is not supported',
    reasons: /^HTTP/,
    words: 'it does not make connections (REASON)',
  },
  {
    title: 'Proxy: call forbidden by this machine',
    reasons: errorOfThisMachine,
    words: 'this machine cannot call it (REASON)',
    hint: 'it is an error of this machine: does a firewall or a sandbox forbid the call? try again',
  },
  {
    title: 'Not a proxy',
    reasons: /./,
    words: 'it is not a proxy (REASON)',
  },
]
