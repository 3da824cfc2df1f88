/**
 * A regular expression for a pattern such as `prod-*`. `*` matches any characters and `?` matches
 * one. The pattern must match the whole name.
 */
export function namePattern(pattern: string): RegExp {
  const parts = pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (character) => {
    if (character === '*') return '.*'
    return character === '?' ? '.' : `\\${character}`
  })
  // Merges consecutive stars, because they would make the match very slow.
  return new RegExp(`^${parts.replaceAll(/(\.\*)+/g, '.*')}$`, 'su')
}
