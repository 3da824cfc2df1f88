import { readFileSync } from 'node:fs'
import { whyDenied } from '../config/access.ts'
import { AssumeError } from '../model/errors.ts'

/** A PEM file of trusted certificates, and the setting that names it: `AWS_CA_BUNDLE`. */
export interface CaBundle {
  readonly path: string
  readonly from: string
}

/** @throws AssumeError for a file that cannot be read or that contains no certificate. */
export function readCaBundle({ path, from }: CaBundle): string {
  const text = readText(path, from).replace(/^\ufeff/, '')
  // With an empty file Node silently trusts no certificate at all.
  if (/^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/m.test(text)) return text
  throw new AssumeError(`${from}: there is no certificate in "${path}"`, [
    'the file must be in PEM format and contain -----BEGIN CERTIFICATE-----',
  ])
}

function readText(path: string, from: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    const why = whyDenied(failure, path) ?? failure.code
    throw new AssumeError(`${from}: "${path}" cannot be read (${why})`, [
      `name an existing file of certificates, or remove: ${from}`,
    ])
  }
}
