/** IAM's patterns: `*` is any run of characters, `?` any one. Throws on a policy variable. */
export function wildcardMatches(pattern: string, text: string): boolean {
  if (pattern.includes('${')) throw new Error(`the stand-in does not fill in "${pattern}"`)
  const source = pattern
    .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

/** As above, but each of an ARN's six parts by itself, so that no `*` reaches over a colon. */
export function arnMatches(pattern: string, arn: string): boolean {
  const parts = partsOf(arn)
  return partsOf(pattern).every((part, place) => wildcardMatches(part, parts[place] ?? ''))
}

function partsOf(arn: string): readonly string[] {
  const [scheme = '', partition = '', service = '', region = '', account = '', ...resource] =
    arn.split(':')
  return [scheme, partition, service, region, account, resource.join(':')]
}
