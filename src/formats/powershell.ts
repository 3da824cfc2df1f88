import type { Variables } from './variables.ts'

/**
 * `$Env:NAME = 'VALUE'`, each line a statement of its own, since `| Invoke-Expression` runs them one
 * by one. `$null` removes a variable.
 *
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_environment_variables
 */
export const powershell = (variables: Variables) =>
  Object.entries(variables)
    .map(([name, value]) => `$Env:${name} = ${value === null ? '$null' : quoted(value)}\n`)
    .join('')

/**
 * In single quotes nothing is expanded and a quote is doubled. Typographic quotes count as quotes
 * too, and Windows PowerShell reads what a program prints in an old code page, so what is not ASCII
 * is given by its number.
 */
function quoted(value: string): string {
  const text = `'${value.replaceAll("'", "''")}'`
  const plain = text.replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `' + [char]0x${unit.charCodeAt(0).toString(16)} + '`,
  )
  return plain === text ? text : `(${plain})`
}
