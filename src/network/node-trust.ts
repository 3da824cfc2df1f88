import type { Environment } from '../model/context.ts'

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

export const unreadSystemCertificates =
  'NODE_OPTIONS has --use-system-ca, but this version of Node.js cannot read the certificates of the system'

/**
 * The trusted certificates without a CA bundle, in PEM. Undefined if Node.js itself knows them. The
 * launcher and the wrappers start Node.js with --use-openssl-ca, which every supported version
 * accepts. They cannot use --use-system-ca, with which Node.js 20 does not start.
 */
export async function trustedCertificates(env: Environment): Promise<string | undefined> {
  if (nodeTrust(env) !== 'system') return undefined
  const { withSystemCertificates } = await import('./system-certificates.ts')
  return withSystemCertificates(env)
}
