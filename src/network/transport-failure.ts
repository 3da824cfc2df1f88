import { AssumeError } from '../model/errors.ts'
import { type CalledService, endpointHint } from './called-service.ts'
import { errorOfThisMachine } from './machine-error.ts'
import { proxyFailureOf, proxyRefusal } from './proxy-refusal.ts'

/** The failed operation, such as `AssumeRole of arn:…`, and its host. */
interface Failed {
  readonly what: string
  readonly host: string
  /** The settings that select the FIPS or dual-stack endpoint. Absent for a custom endpoint. */
  readonly variant?: EndpointVariant
}

export interface EndpointVariant {
  readonly fipsFrom?: string
  readonly dualstackFrom?: string
}

/** The part of `EndpointConfig` that changes the name of AWS's own host. */
export const variantOf = (where: EndpointVariant & { readonly endpoint?: string }) =>
  where.endpoint === undefined ? { variant: where } : {}

/** The error for a call without a response, or with a response that is not from the service. */
export function transportFailure(
  error: unknown,
  { what, host, variant = {} }: Failed,
  service: CalledService,
): AssumeError {
  const asked = variantHint(variant)
  const failure = proxyFailureOf(error)
  if (failure) return proxyRefusal(failure, `${what} failed: ${host}`, asked)
  const code = statusOf(error) ?? errorCode(error)
  const call = syscallOf(error)
  const cause = transportCauses.find(
    ({ codes, needsVariant }) => codes.test(code) && (!needsVariant || asked !== undefined),
  )
  const { words = '', hint = endpointHint } = cause ?? {}
  const told = words
    .replace('SERVICE', service.name)
    .replace('CALL', call === undefined ? code : `${call} ${code}`)
    .replace('CODE', code)
  const name = /^E(NOTFOUND|AI_AGAIN)$/.test(code) ? hostnameOf(error) : undefined
  const place = name === undefined || host.includes(name) ? host : `${host} (${name})`
  return new AssumeError(`${what} failed: ${place}: ${told}`, [
    ...(cause?.needsVariant && asked !== undefined ? [asked] : []),
    hint(service),
  ])
}

/** Not every service has these endpoints in every region. */
function variantHint({ fipsFrom, dualstackFrom }: EndpointVariant): string | undefined {
  const asked = [
    ...(fipsFrom === undefined ? [] : [`${fipsFrom} requests a FIPS endpoint`]),
    ...(dualstackFrom === undefined ? [] : [`${dualstackFrom} requests a dual-stack endpoint`]),
  ]
  return asked.length === 0
    ? undefined
    : `${asked.join(', and ')}: not every service has one in every region`
}

/** docs/troubleshooting.md has an entry with the same title. */
interface TransportCause {
  readonly title: string
  readonly codes: RegExp
  readonly words: string
  /** The cause applies only to a FIPS or dual-stack endpoint. A hint then names the setting. */
  readonly needsVariant?: true
  hint(service: CalledService): string
}

export const transportCauses: readonly TransportCause[] = [
  {
    title: 'Connection refused',
    codes: /^ECONNREFUSED$/,
    words: 'connection refused; nothing listens there',
    hint: ({ variable }) =>
      `is the endpoint right? see ${variable}, AWS_ENDPOINT_URL and endpoint_url`,
  },
  {
    title: 'A FIPS or dual-stack endpoint that does not exist',
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    words: 'the host was not found; is there a network?',
    needsVariant: true,
    hint: ({ region }) => `leave that out, or name another region (${region}); is the network up?`,
  },
  {
    title: 'Host not found, or no network',
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    words: 'the host was not found; is there a network?',
    hint: ({ region }) => `is the region right (${region}), and the network up?`,
  },
  {
    title: 'Timed out',
    codes: /^(ETIMEDOUT|TimeoutError|AbortError|ABORT_ERR|EHOST(UNREACH|DOWN)|ENET(UNREACH|DOWN))$/,
    words: 'timed out; no answer in time',
    hint: ({ region }) =>
      region === '--region'
        ? 'is the network up? try again, or another region: --region us-east-1'
        : 'is the network up? try again',
  },
  {
    title: 'Connection closed',
    codes: /^(ECONNRESET|ECONNABORTED|ENETRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/,
    words: 'the connection was cut',
    hint: () =>
      'try again; if it happens again, something between this machine and AWS cuts the connection',
  },
  {
    title: 'Certificate for another host',
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    words: 'its certificate is for another host',
    hint: () =>
      'is the endpoint right? if so, something between this machine and AWS answers instead',
  },
  {
    title: 'Expired certificate, or not valid yet',
    codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    words: 'its certificate has expired or is not valid yet (CODE)',
    hint: () =>
      'is the clock of this machine right? sudo timedatectl set-ntp true; otherwise the endpoint or a proxy needs a new certificate',
  },
  {
    title: 'Untrusted certificate',
    codes: /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS/,
    words: 'its certificate is not trusted',
    hint: () => 'behind a proxy that opens TLS, name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  },
  {
    title: 'Too many open files',
    codes: /^(EMFILE|ENFILE)$/,
    words: 'too many open files (CODE)',
    hint: () => 'close some, or allow more: ulimit -n 1024',
  },
  {
    title: 'Call forbidden by this machine',
    codes: /^(EPERM|EACCES)$/,
    words: 'this machine forbids the call (CALL)',
    hint: () => 'does a firewall or a sandbox of this machine forbid it?',
  },
  {
    title: 'Call failed on this machine',
    codes: errorOfThisMachine,
    words: 'this machine cannot make the call (CALL)',
    hint: ({ name }) => `it is an error of this machine, not an answer of ${name}; try again`,
  },
  {
    title: 'Answer not from AWS',
    codes: /./,
    words: 'the answer is not from SERVICE (CODE)',
    hint: endpointHint,
  },
]

/** The HTTP status of an error response, such as the error page of a proxy. */
function statusOf(error: unknown): string | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined
  const { httpStatusCode: status } = error.$metadata as { httpStatusCode?: number }
  return status === undefined || status === 200 ? undefined : `HTTP ${status}`
}

/** The host name that was looked up. */
function hostnameOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('hostname' in error && typeof error.hostname === 'string') return error.hostname
  return hostnameOf(error.cause)
}

/** The failed system call: `connect`, `write`. */
function syscallOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('syscall' in error && typeof error.syscall === 'string') return error.syscall
  return syscallOf(error.cause)
}

/**
 * Node's code of a socket error, which another error sometimes wraps, or else the name of the error. The
 * errors of `node:os` have the system's code in their `info`.
 */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { info } = error as { info?: { code?: unknown } }
  if (typeof info?.code === 'string') return info.code
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error.cause instanceof Error) return errorCode(error.cause)
  return error.name
}
