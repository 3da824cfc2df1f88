import { createSecureContext, type SecureContext } from 'node:tls'

// Import this file on demand: it loads node:tls.

/** Node.js documents only the object around it. */
interface NativeContext {
  addCACert(certificates: string): void
}

/**
 * A context that trusts these certificates beside those that Node.js trusts by default. The option `ca` would
 * replace them, and a list of all takes as long to parse again.
 *
 * @param certificates in PEM.
 */
export function withExtraCertificates(certificates: string): SecureContext {
  const secureContext = createSecureContext()
  const { context } = secureContext as { readonly context: NativeContext }
  context.addCACert(certificates)
  return secureContext
}
