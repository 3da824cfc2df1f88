import { AwsError } from '../query/aws-error.ts'

/** An error response of Organizations, with fields besides the message. */
export class OrganizationsError extends AwsError {
  readonly fields: Readonly<Record<string, string>>

  constructor(code: string, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(code, 400, message)
    this.fields = fields
  }
}
