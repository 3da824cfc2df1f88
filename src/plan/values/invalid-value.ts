import { AssumeError, UsageError } from '../../model/errors.ts'

/**
 * A value that cannot be. On the command line it is wrong usage, elsewhere something to fix.
 *
 * @param where `--region`, `AWS_REGION`, `~/.aws/config:12`
 */
export function invalidValue(
  where: string,
  complaint: string,
  hints: readonly string[] = [],
): AssumeError {
  const Kind = where.startsWith('--') ? UsageError : AssumeError
  return new Kind(`${where}: ${complaint}`, hints)
}
