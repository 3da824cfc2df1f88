import { unrepresentableValue } from './unrepresentable-value.ts'
import type { Variables } from './variables.ts'

/**
 * `set NAME=VALUE`, as the AWS CLI prints it. Quotes protect values that cmd would interpret. An
 * empty value removes the variable.
 *
 * https://learn.microsoft.com/windows-server/administration/windows-commands/set_1
 *
 * @throws AssumeError for a value that differs between the prompt and a batch file.
 */
export const windowsCmd = (variables: Variables) =>
  Object.entries(variables)
    .map(([name, value]) => `set ${assignment(name, value ?? '')}\r\n`)
    .join('')

function assignment(name: string, value: string): string {
  if (/["%!]|[^\x20-\x7e]/.test(value)) {
    throw unrepresentableValue(
      name,
      value,
      'windows-cmd',
      'neither ", % nor ! is safe there, nor what is not ASCII',
    )
  }
  const plain = `${name}=${value}`
  return /^[\w=@:,./+\\-]+$/.test(plain) ? plain : `"${plain}"`
}
