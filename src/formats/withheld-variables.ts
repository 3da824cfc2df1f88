import type { Environment } from '../model/context.ts'

/**
 * Variables that make Node.js or its OpenSSL run other code, or write what they see to other places. A
 * `.env` or `.envrc` of a project can set them. The launcher (src/launcher.sh) and the wrappers start
 * Node.js without them, and pass each on under another name.
 *
 * NODE_EXTRA_CA_CERTS, SSL_CERT_FILE and SSL_CERT_DIR are not among them: company proxies need them.
 */
export const withheldVariables = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_ICU_DATA',
  'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_PENDING_DEPRECATION',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_USE_ENV_PROXY',
  'OPENSSL_CONF',
  'OPENSSL_CONF_INCLUDE',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'SSLKEYLOGFILE',
] as const

/** The name under which a variable is passed on. */
const withheldName = (name: string) => `ASSUME_WITHHELD_${name}`

/**
 * The environment that the programs we run get: each variable under its own name again. A variable
 * that is there under its own name was not withheld, so it counts and what was passed on does not:
 * anybody can set that.
 */
export function withWithheldVariables(env: Environment): Environment {
  const all: Record<string, string | undefined> = { ...env }
  for (const name of withheldVariables) {
    const passedOn = all[withheldName(name)]
    if (passedOn === undefined) continue
    delete all[withheldName(name)]
    all[name] ??= passedOn
  }
  return all
}
