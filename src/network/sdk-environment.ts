/**
 * Sets the variables that the AWS SDK and Node's TLS read from the environment of this process. The
 * context contains the user's values and the environments of the programs that assume runs.
 */
export function prepareSdkEnvironment(env: Record<string, string | undefined>): void {
  // The AWS SDK would print eight lines about Node 20 on stderr at every call. It would also read
  // AWS's files and endpoint variables, which assume has already read.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  env.AWS_CONFIG_FILE = '/dev/null'
  env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null'
  env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true'
  // Without HOME the SDK asks the system for the home directory, to name files that it does not
  // read here. The query fails for a user id without a password file entry (OpenShift, docker run
  // --user).
  env.HOME ||= '/'
  // Node reads this variable at each TLS connection. It would disable verification and print a
  // warning.
  delete env.NODE_TLS_REJECT_UNAUTHORIZED
}
