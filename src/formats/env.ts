import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'
import { evalQuoted } from './eval-quoted.ts'
import type { Variables } from './variables.ts'

/**
 * `export NAME=VALUE`, as `aws configure export-credentials --format env` prints it, which quotes
 * nothing. First what has to go, in a line that ends in `;`, so that an unquoted `eval $(…)`, which
 * joins the lines, works as it does there.
 */
export function envCode(variables: Variables): string {
  const unset = Object.keys(variables).filter((name) => variables[name] === null)
  const lines = Object.entries(variables).flatMap(([name, value]) =>
    value === null ? [] : [`export ${name}=${word(value)}\n`],
  )
  return [...(unset.length > 0 ? [`unset ${unset.join(' ')};\n`] : []), ...lines].join('')
}

/** The same without `export`, and only what there is: a line can set, and not unset. */
export const envNoExport = (session: Session) =>
  awsVariables(session)
    .map(([name, value]) => `${name}=${word(value)}\n`)
    .join('')

/** Quotes only where a shell needs them. (zsh expands a `=` that begins a word.) */
const word = (value: string) => (/^(?!=)[\w@%+=:,./-]+$/.test(value) ? value : evalQuoted(value))
