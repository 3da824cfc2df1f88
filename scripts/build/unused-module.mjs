// Replaces modules of the AWS SDK that only unused code imports, some of them on demand. The name is what the SDK's
// clients import.
export const defaultProvider = undefined
