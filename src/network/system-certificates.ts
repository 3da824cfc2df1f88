import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tls from 'node:tls'
import type { Environment } from '../model/context.ts'

// Import this file on demand: it loads node:tls.

/** Node.js has this function since 22.15. The installed types are those of Node.js 20. */
interface CertificateStores {
  readonly getCACertificates?: (store: 'default' | 'system') => readonly string[]
}

/**
 * The certificates that Node.js trusts by default and those that the system trusts, in PEM.
 * Undefined if this version of Node.js cannot read the system's certificates and no known file
 * contains them, as on macOS.
 *
 * @param extra additional certificates in PEM.
 */
export function withSystemCertificates(
  env: Environment,
  extra: string | undefined,
): string | undefined {
  const { getCACertificates } = tls as CertificateStores
  if (getCACertificates) {
    const known = new Set([...getCACertificates('default'), ...getCACertificates('system')])
    return [...known, extra ?? ''].join('\n')
  }
  const system = systemCertificates(env)
  if (!system) return undefined
  return [...tls.rootCertificates, extra ?? '', system].join('\n')
}

/** The variables take precedence, as in Node.js on Linux. */
function systemCertificates({ SSL_CERT_FILE: file, SSL_CERT_DIR: folders }: Environment): string {
  const files = file ? [text(file)] : systemFiles.map(text)
  const named = folders ? folders.split(':').flatMap(filesIn).map(text) : []
  return [files.find(Boolean), ...named].filter(Boolean).join('\n')
}

/**
 * The files of Debian, Fedora, openSUSE, RHEL, and of Alpine and the BSDs.
 * https://go.dev/src/crypto/x509/root_linux.go
 */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** Empty for a file without readable certificates, which Node.js also ignores. */
function text(path: string | undefined): string {
  try {
    const found = path ? readFileSync(path, 'utf8') : ''
    return found.includes('-----BEGIN CERTIFICATE-----') ? found : ''
  } catch {
    return ''
  }
}
