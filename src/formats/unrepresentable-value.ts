import { AssumeError } from '../model/errors.ts'
import { isSecretVariable } from './checked-value.ts'

/**
 * The error for a value that a format cannot represent. The message shows the value unless it is a
 * secret.
 */
export function unrepresentableValue(
  name: string,
  value: string,
  format: string,
  why: string,
): AssumeError {
  const shown = isSecretVariable(name) ? 'has a value that' : `is "${value}", which`
  return new AssumeError(`${name} ${shown} --format ${format} cannot hold: ${why}`, [
    'take another format, or change the value where it comes from: --debug shows the plan',
  ])
}
