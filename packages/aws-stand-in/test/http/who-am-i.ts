import type { AwsServer } from '../../src/query/aws-server.ts'
import { type RawOptions, send } from '../sdk.ts'

/** The error of AWS for unknown keys, and for a token of other keys. */
export const invalid = {
  status: 403,
  code: 'InvalidClientTokenId',
  message: 'The security token included in the request is invalid.',
}

/** Calls GetCallerIdentity with a request of its own, not with the SDK. */
export function whoAmI(aws: AwsServer, options: RawOptions = {}) {
  return send(aws, { Action: 'GetCallerIdentity' }, options)
}
