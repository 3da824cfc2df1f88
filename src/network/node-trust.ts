import type { Environment } from '../model/context.ts'

/**
 * Which certificates Node.js trusts by default: its own, those of the system as well, or those of
 * OpenSSL instead. NODE_OPTIONS can say so, and company proxies need it. Node.js does not see that
 * variable, so what it means for certificates is done here and in src/launcher.sh.
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
 * The certificates to trust where nobody names a file of them, in PEM. Undefined where Node.js knows
 * them by itself: the launcher and the wrappers start it with --use-openssl-ca, which every supported
 * version accepts. They cannot do so with --use-system-ca, with which Node.js 20 does not start.
 */
export async function trustedCertificates(env: Environment): Promise<string | undefined> {
  if (nodeTrust(env) !== 'system') return undefined
  const { withSystemCertificates } = await import('./system-certificates.ts')
  return withSystemCertificates(env)
}
