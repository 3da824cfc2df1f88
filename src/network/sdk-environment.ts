/**
 * Sets the variables that the AWS SDK and Node's TLS read from the environment of this process. What
 * the user has set is read from the context, as are the environments of the programs that assume runs.
 */
export function prepareSdkEnvironment(env: Record<string, string | undefined>): void {
  // The AWS SDK would print eight lines about Node 20 on stderr at every call, and look into AWS's
  // files and for endpoints in the environment, both of which we have read for it.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  env.AWS_CONFIG_FILE = '/dev/null'
  env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null'
  env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true'
  // Without HOME the SDK asks the system for the home directory, to name files that it does not read
  // here, and fails for a user id without an entry in the password file (OpenShift, docker run --user).
  env.HOME ||= '/'
  // Node reads it at each TLS connection: it would verify no certificate and print a warning.
  delete env.NODE_TLS_REJECT_UNAUTHORIZED
}
