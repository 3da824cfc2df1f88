import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import {
  extraCertificates,
  type NodeTrust,
  nodeTrust,
  trustedCertificates,
  unreadSystemCertificates,
} from '../../network/node-trust.ts'
import type { Check } from '../check-context.ts'
import { brokenBy, type Finding, ok } from '../finding.ts'
import { connectToSts, type StsConnection } from '../sts-connection.ts'

/** The effective region, endpoint, proxy and certificates. */
export const proxyAndCertificates: Check = {
  title: 'the way to AWS',
  async look(checkContext) {
    const way = await connectToSts(checkContext)
    const { env } = checkContext.inputs
    const found =
      way instanceof AssumeError
        ? [brokenBy('way-out', way, 'no call to AWS can be made')]
        : [ok('way-out', `STS is called in ${placeOf(way)}`), ok('proxy', leadsThere(way, env))]
    const ignored: Finding[] = []
    const trusted = await trustedCertificates(env, (reason) => ignored.push(extraIgnored(reason)))
    const isUnread = nodeTrust(env) === 'system' && !(trusted && 'ca' in trusted)
    return [
      ...found,
      ...ignored,
      ...(isUnread ? [unread] : []),
      ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? [unverified] : []),
    ]
  },
}

const placeOf = ({ endpointConfig, why, url }: StsConnection) =>
  `${endpointConfig.region} (${why.region}), at ${url.host} (${why.endpoint})`

function leadsThere(
  { proxy, endpointConfig: { caBundle } }: StsConnection,
  env: Environment,
): string {
  const way = proxy ? `through the proxy ${proxy.url.host} (${proxy.from})` : 'without a proxy'
  const extra = extraCertificates(env)
  const trusted = caBundle
    ? `the certificates in ${caBundle.path} (${caBundle.from})`
    : `${trustedByNode[nodeTrust(env)]}${extra ? `, and those in ${extra.path} (${extra.from})` : ''}`
  return `${way}, trusting ${trusted}`
}

const trustedByNode: Readonly<Record<NodeTrust, string>> = {
  node: 'the certificates that Node.js knows',
  system: 'the certificates that Node.js knows and those of the system (NODE_OPTIONS)',
  openssl: 'the certificates of OpenSSL (NODE_OPTIONS)',
}

const unread: Finding = {
  id: 'system-certificates-unread',
  severity: 'note',
  what: unreadSystemCertificates,
  why: 'behind a proxy that opens TLS no call succeeds',
  hints: [
    'name the CA of the proxy: export AWS_CA_BUNDLE=/path/to/ca.pem',
    'or use Node.js 22.15 or later',
  ],
}

const extraIgnored = ({ message, hints }: AssumeError): Finding => ({
  id: 'extra-certificates-ignored',
  severity: 'warning',
  what: `${message}, and is ignored`,
  why: 'behind a proxy that opens TLS no call succeeds',
  hints,
})

const unverified: Finding = {
  id: 'certificates-unchecked',
  severity: 'warning',
  what: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: assume verifies certificates anyway, other Node.js programs do not',
  why: 'anyone between such a program and AWS can answer instead of AWS, and use its keys',
  hints: [
    'unset NODE_TLS_REJECT_UNAUTHORIZED',
    'behind a proxy that opens TLS, name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  ],
}
