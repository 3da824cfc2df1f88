/** An error response of AWS: error code, HTTP status and message. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDenied', 403, message)
}

/** AWS uses one message for every cause, so a caller cannot learn whether the role exists. */
export function notAuthorized(callerArn: string, action: string, resource: string): AwsError {
  return accessDenied(
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`,
  )
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message)
}
