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

const urlHint = 'is it right? see HTTPS_PROXY; NO_PROXY names hosts that need none'

const otherSchemesHint =
  'assume and the AWS CLI can do Basic alone: run a local proxy that does the others, such as Cntlm, and name that'

const unreachable = 'A proxy that cannot reach AWS'

/** docs/troubleshooting.md has an entry with the same title. */
interface ProxyCause {
  readonly title: string
  readonly reasons: RegExp
  readonly words: string
  readonly hint?: string
}

export const proxyCauses: readonly ProxyCause[] = [
  {
    title: 'A proxy that is not there',
    reasons: /^ECONNREFUSED$/,
    words: 'nothing listens there (connection refused)',
  },
  {
    title: 'A proxy that has no such name',
    reasons: /^(ENOTFOUND|EAI_AGAIN)$/,
    words: 'there is no such host',
  },
  {
    title: 'A proxy that does not answer',
    reasons: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    words: 'no answer in time',
  },
  {
    title: 'A proxy that cuts the connection',
    reasons: /^(ECONNRESET|EPIPE)$/,
    words: 'the connection was cut',
  },
  {
    title: 'A proxy whose certificate is not trusted',
    reasons: /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS/,
    words: 'its certificate is not trusted here',
    hint: 'it is called by TLS; name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  },
  {
    title: 'A proxy that wants a password',
    reasons: /^HTTP 407$/,
    words: 'it wants a user name and a password, and the right ones (REASON)',
    hint: 'write them into the URL of the proxy, before its host: a colon between the two, and @ after them',
  },
  {
    title: 'A proxy that does not let us through',
    reasons: /^HTTP 403$/,
    words: 'it does not let us through to there (REASON)',
    hint: 'it has to allow the host, or NO_PROXY to name it',
  },
  {
    title: unreachable,
    reasons: /^HTTP 50[234]$/,
    words: 'it cannot reach the host (REASON)',
    hint: 'is the region or the endpoint right, and may the proxy reach it?',
  },
  {
    title: 'A proxy that does not connect us',
    reasons: /^HTTP/,
    words: 'it does not connect us (REASON)',
  },
  {
    title: 'A proxy that this machine cannot call',
    reasons: errorOfThisMachine,
    words: 'this machine cannot call it (REASON)',
    hint: 'it is an error of this machine: does a firewall or a sandbox forbid the call? try again',
  },
  {
    title: 'A proxy that is none',
    reasons: /./,
    words: 'it does not answer as a proxy does (REASON)',
  },
]
