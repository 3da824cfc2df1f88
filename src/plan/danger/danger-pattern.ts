/**
 * Whether a pattern of `danger` matches the whole of a text: `*` is any characters, `?` one. Capitals
 * do not count, since a guard that misses `Prod` is none, and an account may have hyphens, as the
 * console shows it. No regular expression, since one with many stars can take for ever.
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
      // The last star takes one more character; those before it never need to.
      at = star + 1
      resume += 1
      here = resume
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}

/** One letter can be written in several ways. */
const characters = (text: string) => [...text.normalize('NFC').toLowerCase()]
