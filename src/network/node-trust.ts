import type { SecureContext } from 'node:tls'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type CaBundle, readCaBundle } from './ca-bundle.ts'

/**
 * The certificates that Node.js trusts by default: its own, also those of the system, or those of
 * OpenSSL instead. NODE_OPTIONS can select them, and company proxies need it. assume hides that
 * variable from Node.js, so this file and src/launcher/launcher.sh apply its certificate options.
 */
export type NodeTrust = 'node' | 'system' | 'openssl'

/** OpenSSL's certificates replace the others, as in Node.js. */
export function nodeTrust({ NODE_OPTIONS: options = '' }: Environment): NodeTrust {
  if (/(^| )--use[-_]openssl[-_]ca( |$)/.test(options)) return 'openssl'
  return /(^| )--use[-_]system[-_]ca( |$)/.test(options) ? 'system' : 'node'
}

/**
 * The file of additional certificates. assume hides the variable from Node.js, because Node.js 20 reads and
 * parses the file at each start, which takes longer than a cached session.
 */
export const extraCertificates = ({ NODE_EXTRA_CA_CERTS: path }: Environment) =>
  path ? ({ path, from: 'NODE_EXTRA_CA_CERTS' } satisfies CaBundle) : undefined

export const unreadSystemCertificates =
  'NODE_OPTIONS has --use-system-ca, but this version of Node.js cannot read the certificates of the system'

/** Options of node:tls: the trusted certificates in PEM, or a context that contains them. */
export type Trust = { readonly ca: string } | { readonly secureContext: SecureContext }

/**
 * The trusted certificates without a CA bundle. Undefined if Node.js itself knows them. The launcher and the
 * wrappers start Node.js with --use-openssl-ca, which every supported version accepts. They cannot use
 * --use-system-ca, with which Node.js 20 does not start.
 *
 * @param ignored is called with the reason if NODE_EXTRA_CA_CERTS names no file of certificates. Node.js
 *   ignores such a file with a warning too.
 */
export async function trustedCertificates(
  env: Environment,
  ignored: (reason: AssumeError) => void = () => {},
): Promise<Trust | undefined> {
  const extra = contentsOf(extraCertificates(env), ignored)
  if (nodeTrust(env) === 'system') {
    const { withSystemCertificates } = await import('./system-certificates.ts')
    const ca = withSystemCertificates(env, extra)
    if (ca !== undefined) return { ca }
  }
  if (extra === undefined) return undefined
  const { withExtraCertificates } = await import('./extra-certificates.ts')
  return { secureContext: withExtraCertificates(extra) }
}

function contentsOf(
  file: CaBundle | undefined,
  ignored: (reason: AssumeError) => void,
): string | undefined {
  try {
    return file && readCaBundle(file)
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    ignored(error)
    return undefined
  }
}
