/** `prod-*`: a `*` stands for any characters, a `?` for one, the rest for itself. The whole name. */
export function namePattern(pattern: string): RegExp {
  const parts = pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (character) => {
    if (character === '*') return '.*'
    return character === '?' ? '.' : `\\${character}`
  })
  // Several stars in a row would take very long.
  return new RegExp(`^${parts.replaceAll(/(\.\*)+/g, '.*')}$`, 'su')
}
