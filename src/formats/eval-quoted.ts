/**
 * Quotes a value for code that a shell evaluates, also by an unquoted `eval $(assume …)`. There the shell
 * splits the code at blanks and takes each word for a pattern before `eval` sees it: a file of the
 * current folder that matches would replace the word, and its name would become code. At that point
 * quotes are characters like any other.
 */
export const evalQuoted = (text: string) => {
  const parts = braceExpansion.test(text) ? needsCareWithBraces : needsCare
  return `'${text.replace(parts, replacement)}'`
}

/** Quotes, what some shell gives a meaning in a pattern, and blanks that a shell would join or expand after. */
const needsCare = /'|[*?[\]\\()|~^#<>]+| (?=[ ~=])/g
const needsCareWithBraces = new RegExp(`${needsCare.source}|\\{`, 'g')

/** ksh and mksh expand `{a,b}` and `{1..3}` in what a substitution gives. */
const braceExpansion = /\{.*(,|\.\.)/s

/**
 * Nothing once it is evaluated, but more characters than the 255 bytes of a file name. (Double quotes,
 * since zsh reads `''` within single quotes as a quote under `rc_quotes`.)
 */
const longerThanAnyName = `'${'""'.repeat(128)}'`

function replacement(part: string): string {
  if (part === "'") return `'"'"'`
  // Begins a word that is no longer blank, a home folder or the path of a program.
  if (part === ' ') return ` '""'`
  // Nothing either, with a blank inside that keeps the braces in different words.
  if (part === '{') return `{'\${__assume_none+ }'`
  return `${longerThanAnyName}${part}${longerThanAnyName}`
}
