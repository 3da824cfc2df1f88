/**
 * Matches the wildcards of IAM: `*` for any characters and `?` for one. Throws on a policy
 * variable.
 */
export function wildcardMatches(pattern: string, text: string): boolean {
  if (pattern.includes('${'))
    throw new Error(`the stand-in does not support policy variables: ${pattern}`)
  const source = pattern
    .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

/** Matches each of the six parts of an ARN by itself, so a `*` does not match across a colon. */
export function arnMatches(pattern: string, arn: string): boolean {
  const parts = partsOf(arn)
  return partsOf(pattern).every((part, place) => wildcardMatches(part, parts[place] ?? ''))
}

function partsOf(arn: string): readonly string[] {
  const [scheme = '', partition = '', service = '', region = '', account = '', ...resource] =
    arn.split(':')
  return [scheme, partition, service, region, account, resource.join(':')]
}
