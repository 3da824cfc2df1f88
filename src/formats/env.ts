import type { Session } from '../model/session.ts'
import { awsVariables } from './aws-variables.ts'
import { evalQuoted } from './eval-quoted.ts'
import type { Variables } from './variables.ts'

/**
 * `export NAME=VALUE` without unnecessary quotes, as `aws configure export-credentials --format
 * env` prints it. The first line unsets variables and ends in `;`, so that an unquoted `eval $(…)`,
 * which joins the lines, also works.
 */
export function envCode(variables: Variables): string {
  const unset = Object.keys(variables).filter((name) => variables[name] === null)
  const lines = Object.entries(variables).flatMap(([name, value]) =>
    value === null ? [] : [`export ${name}=${word(value)}\n`],
  )
  return [...(unset.length > 0 ? [`unset ${unset.join(' ')};\n`] : []), ...lines].join('')
}

/** The same without `export`. It cannot unset variables. */
export const envNoExport = (session: Session) =>
  awsVariables(session)
    .map(([name, value]) => `${name}=${word(value)}\n`)
    .join('')

/** Quotes a value only if a shell needs it. zsh expands a `=` at the beginning of a word. */
const word = (value: string) => (/^(?!=)[\w@%+=:,./-]+$/.test(value) ? value : evalQuoted(value))
