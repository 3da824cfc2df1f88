import { OrganizationsError } from '../organizations/organizations-error.ts'
import type { OperationInput, ServiceName } from './model.ts'
import { violationsOf } from './violations.ts'

/** The reasons of InvalidInputException, each with AWS's description, by the constraint of the service model. */
const reasons: readonly (readonly [RegExp, reason: string, message: string])[] = [
  [/not be null/, 'INPUT_REQUIRED', 'You must include a value for all required parameters.'],
  [
    /value less/,
    'MAX_VALUE_EXCEEDED',
    'You provided a numeric parameter that has a larger value than allowed.',
  ],
  [
    /value greater/,
    'MIN_VALUE_EXCEEDED',
    'You provided a numeric parameter that has a smaller value than allowed.',
  ],
  [
    /length less/,
    'MAX_LENGTH_EXCEEDED',
    'You provided a string parameter that is longer than allowed.',
  ],
  [/./, 'INVALID_PATTERN', 'You provided a value that does not match the required pattern.'],
]

/** @throws AwsError with AWS's message if the JSON input violates the service model. */
export function checkInput(service: ServiceName, operation: string, input: OperationInput): void {
  const violations = violationsOf(service, operation, input)
  const malformed = violations.find(({ kind }) => kind === 'type')
  if (malformed) {
    throw new OrganizationsError('SerializationException', `${malformed.path} cannot be read`)
  }
  const [first] = violations
  if (!first) return
  const [, Reason = '', message = ''] =
    reasons.find(([pattern]) => pattern.test(first.constraint)) ?? []
  throw new OrganizationsError('InvalidInputException', message, { Reason })
}
