import { StsError } from '../query/sts-error.ts'

export const noSuchEntity = (message: string) => new StsError('NoSuchEntity', 404, message)

export const alreadyExists = (message: string) => new StsError('EntityAlreadyExists', 409, message)

/** Something still hangs on what is to be deleted. */
export const deleteConflict = (message: string) => new StsError('DeleteConflict', 409, message)

/** @param quota by IAM's name for it: `AccessKeysPerUser`. */
export const limitExceeded = (quota: string, most: number) =>
  new StsError('LimitExceeded', 409, `Cannot exceed quota for ${quota}: ${most}`)

export const malformedPolicy = (message: string) =>
  new StsError('MalformedPolicyDocument', 400, message)
