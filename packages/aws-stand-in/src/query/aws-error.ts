/** What STS answers instead of a result: its error code, HTTP status and exact words. */
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

/** One text for every cause, also where there is no such role, so that nobody learns which it was. */
export function notAuthorized(callerArn: string, action: string, resource: string): AwsError {
  return accessDenied(
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`,
  )
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message)
}
