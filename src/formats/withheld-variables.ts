import type { Environment } from '../model/context.ts'

/**
 * Variables that make Node.js or its OpenSSL run other code or write data to other places. The
 * `.env` or `.envrc` of a project can set them. The launcher (src/launcher/launcher.sh) and the wrappers
 * start Node.js without them and pass each on under another name.
 *
 * NODE_EXTRA_CA_CERTS is included because Node.js 20 reads the file at each start: network/node-trust.ts
 * reads it when it is needed. SSL_CERT_FILE and SSL_CERT_DIR are not, because company proxies need them.
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
  'NODE_EXTRA_CA_CERTS',
  'OPENSSL_CONF',
  'OPENSSL_CONF_INCLUDE',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'SSLKEYLOGFILE',
] as const

/** The name under which a variable is passed on. */
const withheldName = (name: string) => `ASSUME_WITHHELD_${name}`

/**
 * The environment for programs that assume starts, in which each variable has its own name again. A
 * variable that exists under its own name was not withheld, so it takes precedence. Any program can
 * set the other name.
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
