import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withheldVariables } from '../../../src/formats/withheld-variables.ts'
import { printedVariables } from '../printed-variables.ts'

type Environment = Readonly<Record<string, string>>

/** Files that variables set by a project can load. `evil.cjs` creates a file in the current folder. */
export const foreignCode = {
  'evil.cjs': "require('node:fs').writeFileSync('evil-ran', '')\n",
  'evil.cnf': [
    'nodejs_conf = evil',
    'openssl_conf = evil',
    '[evil]',
    'providers = providers',
    '[providers]',
    'evil = module',
    '[module]',
    'module = /nonexistent/evil.so',
    'activate = 1',
    '',
  ].join('\n'),
}

/** Variables that affect Node.js unless the launcher withholds them. */
export const attacks: readonly (readonly [name: string, value: string])[] = [
  ['NODE_OPTIONS', '--require ./evil.cjs'],
  ['NODE_OPTIONS', '--inspect=127.0.0.1:0'],
  ['NODE_OPTIONS', '--no-such-flag'],
  ['NODE_V8_COVERAGE', './coverage'],
  ['NODE_DEBUG', 'fs,http,module'],
  ['NODE_PRESERVE_SYMLINKS_MAIN', '1'],
  ['OPENSSL_CONF', './evil.cnf'],
]

/** Variables for the attacks that can all happen in one run. */
export const allAttacks: Environment = {
  NODE_OPTIONS: '--require ./evil.cjs --inspect=127.0.0.1:0',
  NODE_V8_COVERAGE: './coverage',
  NODE_DEBUG: 'fs,http,module',
  NODE_REDIRECT_WARNINGS: './warnings',
  NODE_COMPILE_CACHE: './compiled',
  OPENSSL_CONF: './evil.cnf',
  OPENSSL_MODULES: './modules',
}

/** The withheld variables of a shell. Some are empty, and some are unset. */
export const given: Environment = {
  NODE_OPTIONS: '--require "./a  b.cjs" --no-such-flag \'$(x)\' *',
  NODE_PATH: '/a:/b',
  NODE_DEBUG: '',
  NODE_V8_COVERAGE: './coverage',
  OPENSSL_CONF: '',
  OPENSSL_MODULES: './modules',
  NODE_EXTRA_CA_CERTS: './extra ca.pem',
  SSLKEYLOGFILE: './keys',
}

/** The environment that the launcher passes to Node.js. Each withheld variable has another name there. */
export function passedOn(env: Environment): Environment {
  const names: readonly string[] = withheldVariables
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      names.includes(name) ? `ASSUME_WITHHELD_${name}` : name,
      value,
    ]),
  )
}

/** Variables that were set before the launcher runs, with the names that it gives to withheld variables. */
export const stale: Environment = {
  ASSUME_WITHHELD_NODE_OPTIONS: 'stale',
  ASSUME_WITHHELD_NODE_DEBUG: 'stale',
  ASSUME_WITHHELD_NODE_REDIRECT_WARNINGS: 'stale',
}

/** Creates programs that record their environment and then run `code`. */
export class Recorder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns the path of the program. */
  program(name: string, code = ''): string {
    const path = join(this.#folder, name)
    writeFileSync(path, `#!/bin/bash\nenv -0 >'${this.#recordOf(name)}'\n${code}\n`)
    chmodSync(path, 0o755)
    return path
  }

  /** The withheld variables in the environment of the program, under their own names or those of the launcher. */
  seenBy(name: string): Environment | 'it did not run' {
    if (!existsSync(this.#recordOf(name))) return 'it did not run'
    const entries = printedVariables(readFileSync(this.#recordOf(name), 'utf8'))
    const names: readonly string[] = withheldVariables
    return Object.fromEntries(
      entries.filter(([key]) => names.includes(key) || key.includes('WITHHELD')),
    )
  }

  #recordOf(name: string): string {
    return join(this.#folder, `${name}.environment`)
  }
}
