import { AssumeError } from '../model/errors.ts'
import { brokenBy, type Finding, ok } from './finding.ts'
import type { Check } from './patient.ts'
import { type WayOut, wayOut } from './way-out.ts'

/** Region, endpoint, proxy and certificates, as they were understood. */
export const proxyAndCertificates: Check = {
  title: 'the way to AWS',
  async look(patient) {
    const way = await wayOut(patient)
    const found =
      way instanceof AssumeError
        ? [brokenBy('way-out', way, 'no call to AWS can be made')]
        : [ok('way-out', `STS is called in ${placeOf(way)}`), ok('proxy', leadsThere(way))]
    const { NODE_TLS_REJECT_UNAUTHORIZED: verifies } = patient.context.env
    return verifies === '0' ? [...found, unverified] : found
  },
}

const placeOf = ({ where, why, url }: WayOut) =>
  `${where.region} (${why.region}), at ${url.host} (${why.endpoint})`

function leadsThere({ proxy, where: { caBundle } }: WayOut): string {
  const way = proxy ? `through the proxy ${proxy.url.host} (${proxy.from})` : 'without a proxy'
  const trust = caBundle
    ? `the certificates in ${caBundle.path} (${caBundle.from})`
    : 'the certificates that Node.js knows'
  return `${way}, trusting ${trust}`
}

const unverified: Finding = {
  id: 'certificates-unchecked',
  severity: 'warning',
  what: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: assume verifies certificates all the same, other Node.js programs do not',
  why: 'whoever is on the way of such a program can answer in the place of AWS, and use its keys',
  mend: [
    'unset NODE_TLS_REJECT_UNAUTHORIZED',
    'behind a proxy that opens TLS, name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
  ],
}
