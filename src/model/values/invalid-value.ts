import { AssumeError, UsageError } from '../errors.ts'

/**
 * The error for an invalid value: UsageError on the command line, AssumeError elsewhere.
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
