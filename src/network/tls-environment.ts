/**
 * Removes the variable that Node's TLS reads from the environment of this process at each
 * connection. It would disable verification and print a warning. The context contains the user's
 * values and the environments of the programs that assume runs.
 */
export function prepareTlsEnvironment(env: Record<string, string | undefined>): void {
  delete env.NODE_TLS_REJECT_UNAUTHORIZED
}
