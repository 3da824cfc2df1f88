/**
 * Returns true if a `danger` pattern matches the whole text. `*` matches any characters and `?`
 * matches one. The match ignores case, because a guard must not miss `Prod`. An account may have
 * the hyphens that the console shows. The function uses no regular expression, because one with
 * many stars can take exponential time.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const account = /^(\d{4})-(\d{4})-(\d{4})$/.exec(pattern)
  if (account && account.slice(1).join('') === text) return true
  const wanted = characters(pattern)
  const found = characters(text)
  let at = 0
  let star = -1
  let resume = 0
  for (let here = 0; here < found.length; ) {
    if (wanted[at] === '*') {
      star = at
      at += 1
      resume = here
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === found[here])) {
      at += 1
      here += 1
    } else if (star >= 0) {
      // Backtracks: the last star takes one more character. Earlier stars never need to.
      at = star + 1
      resume += 1
      here = resume
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}

/** Unicode can encode one letter in several ways, so NFC makes them equal. */
const characters = (text: string) => [...text.normalize('NFC').toLowerCase()]
