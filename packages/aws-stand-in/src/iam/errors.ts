import { AwsError } from '../query/aws-error.ts'

export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', 404, message)

export const alreadyExists = (message: string) => new AwsError('EntityAlreadyExists', 409, message)

/** The entity to delete still has dependent entities. */
export const deleteConflict = (message: string) => new AwsError('DeleteConflict', 409, message)

/** @param quota the name of the quota in IAM, for example `AccessKeysPerUser`. */
export const limitExceeded = (quota: string, limit: number) =>
  new AwsError('LimitExceeded', 409, `Cannot exceed quota for ${quota}: ${limit}`)

export const malformedPolicy = (message: string) =>
  new AwsError('MalformedPolicyDocument', 400, message)
