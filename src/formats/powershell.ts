import type { Variables } from './variables.ts'

/**
 * `$Env:NAME = 'VALUE'`, one statement per line, because `| Invoke-Expression` runs each line
 * separately. `$null` removes a variable.
 *
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_environment_variables
 */
export const powershell = (variables: Variables) =>
  Object.entries(variables)
    .map(([name, value]) => `$Env:${name} = ${value === null ? '$null' : quoted(value)}\n`)
    .join('')

/**
 * Single quotes prevent expansion, and a quote inside is doubled. PowerShell also treats
 * typographic quotes as quotes, and Windows PowerShell decodes program output with a legacy code
 * page. So non-ASCII characters are written as numbers.
 */
function quoted(value: string): string {
  const text = `'${value.replaceAll("'", "''")}'`
  const plain = text.replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `' + [char]0x${unit.charCodeAt(0).toString(16)} + '`,
  )
  return plain === text ? text : `(${plain})`
}
