import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'

// This file loads the AWS SDK. Import it on demand.

/** The protocol of IAM Identity Center and AWS Sign-In. Its settings are those of the SDK's client. */
export const restJsonProtocol = (settings: ConstructorParameters<typeof AwsRestJsonProtocol>[0]) =>
  new AwsRestJsonProtocol(settings)
