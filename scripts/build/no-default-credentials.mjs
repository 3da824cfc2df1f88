// Replaces the default credential chain of the AWS SDK.
export const defaultProvider = () => async () => {
  throw new Error('the AWS SDK was started without credentials')
}
