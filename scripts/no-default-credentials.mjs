// Bundled in place of the AWS SDK's default credential chain.
export const defaultProvider = () => async () => {
  throw new Error('the AWS SDK was started without credentials')
}
