/**
 * Quotes a value for code that a shell evaluates, also by an unquoted `eval $(assume …)`. In that
 * form the shell splits the code at blanks and expands each word as a pattern before `eval` runs. A
 * matching file in the current folder would replace the word, and its name would become code.
 * Quotes are ordinary characters at that point.
 */
export const evalQuoted = (text: string) => {
  const parts = braceExpansion.test(text) ? needsCareWithBraces : needsCare
  return `'${text.replace(parts, replacement)}'`
}

/**
 * Quotes, characters with a meaning in a pattern of some shell, and blanks that a shell would join
 * or expand after.
 */
const needsCare = /'|[*?[\]\\()|~^#<>]+| (?=[ ~=])/g
const needsCareWithBraces = new RegExp(`${needsCare.source}|\\{`, 'g')

/** ksh and mksh expand `{a,b}` and `{1..3}` in the result of a substitution. */
const braceExpansion = /\{.*(,|\.\.)/s

/**
 * Evaluates to nothing, but is longer than the 255 bytes of a file name, so it cannot match a file.
 * It uses double quotes, because zsh with `rc_quotes` reads `''` within single quotes as a quote.
 */
const longerThanAnyName = `'${'""'.repeat(128)}'`

function replacement(part: string): string {
  if (part === "'") return `'"'"'`
  // Prevents the blank from joining another one, and `~` or `=` from beginning a word.
  if (part === ' ') return ` '""'`
  // Also evaluates to nothing. The blank inside splits the braces into different words.
  if (part === '{') return `{'\${__assume_none+ }'`
  return `${longerThanAnyName}${part}${longerThanAnyName}`
}
