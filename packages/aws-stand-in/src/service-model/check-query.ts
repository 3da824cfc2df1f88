import { AwsError, validationError } from '../query/aws-error.ts'
import type { Parameters } from '../query/parameters.ts'
import { queryInput } from './query-input.ts'
import { validationMessage } from './validation-message.ts'
import { violationsOf } from './violations.ts'

/** @throws AwsError in AWS's words for parameters that AWS's service model does not allow. */
export function checkQuery(service: 'sts' | 'iam', action: string, parameters: Parameters): void {
  const violations = violationsOf(service, action, queryInput(service, action, parameters))
  const malformed = violations.find(({ kind }) => kind === 'type')
  // AWS cannot read such a request, and says little more than this code.
  if (malformed) throw new AwsError('MalformedInput', 400, `${malformed.path} cannot be read`)
  if (violations.length === 0) return
  throw validationError(validationMessage(violations, { repeatsValues: service === 'sts' }))
}
