/** A set of AWS credentials with the SDK's names. They must not be printed, logged or put into an error. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Absent for long-term credentials of an IAM user. */
  readonly sessionToken?: string
  readonly expiration?: Date
  /** Twelve digits, if the source of the credentials provides them. */
  readonly accountId?: string
}
